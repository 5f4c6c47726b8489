package dev.sallyport.password;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.Secret;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What pages ask for while somebody chooses a password, before and after there is an account.
@RestController
class PasswordApi {
    private final Meter meter;
    private final Phrases phrases;
    private final Texts texts;

    PasswordApi(Meter meter, Phrases phrases, Texts texts) {
        this.meter = meter;
        this.phrases = phrases;
        this.texts = texts;
    }

    record Phrase(String phrase, int bits) {}

    /// A passphrase that was never given before and is not kept.
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/password/phrase.json")
    Phrase phrase() {
        return new Phrase(phrases.create(), Phrases.bits());
    }

    record Typing(@Nullable Secret password) {}

    /// @param score 0 to 4
    /// @param words one line for the meter: what to mend first, or how strong it is
    /// @param codes the reasons why it would be refused, empty for none
    record Strength(int score, String words, List<String> codes) {}

    /// By POST, so that no address and no log line ever holds what is being typed.
    @Guard(value = Guard.Kind.PUBLIC, limit = Limit.METER)
    @PostMapping("/password/strength")
    Strength strength(@RequestBody Typing typing, Language language) {
        var found = meter.measure(Objects.requireNonNullElse(typing.password(), new Secret("")), List.of());
        String words = found.reasons().isEmpty()
                ? texts.get(language, "password.strength." + found.score())
                : texts.get(
                        language,
                        found.reasons().getFirst().text(),
                        "detail",
                        found.reasons().getFirst().detail());
        return new Strength(
                found.score(),
                words,
                found.reasons().stream().map(reason -> reason.kind().code()).toList());
    }
}
