package dev.sallyport.password;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordChanges.Outcome;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The holder's password as JSON, and what pages ask for while somebody chooses one.
@RestController
class PasswordApi {
    private final Passwords passwords;
    private final PasswordChanges changes;
    private final Surroundings surroundings;
    private final Meter meter;
    private final Phrases phrases;
    private final Texts texts;

    PasswordApi(
            Passwords passwords,
            PasswordChanges changes,
            Surroundings surroundings,
            Meter meter,
            Phrases phrases,
            Texts texts) {
        this.passwords = passwords;
        this.changes = changes;
        this.surroundings = surroundings;
        this.meter = meter;
        this.phrases = phrases;
        this.texts = texts;
    }

    /// @param changedAt null when the account has no password
    record State(@Nullable Instant changedAt, boolean breached, boolean fits) {}

    @Guard(Guard.Kind.SIGNED_IN)
    @GetMapping("/api/password")
    State state(SignedIn who) {
        return passwords
                .facts(who.account())
                .map(facts -> new State(facts.changedAt(), facts.breached(), facts.fits()))
                .orElse(new State(null, false, false));
    }

    record Change(@Nullable Secret current, @Nullable Secret password) {}

    record Changed(int endedSessions) {}

    @Guard(value = Guard.Kind.FRESH_PROOF, act = Act.PASSWORD_CHANGE)
    @PutMapping("/api/password")
    ResponseEntity<Object> change(
            @RequestBody Change change, SignedIn who, Caller caller, Language language, HttpServletResponse response) {
        return switch (changes.change(who, secret(change.current()), secret(change.password()), caller)) {
            case Outcome.Changed changed -> {
                SignedIn.give(response, changed.opened());
                yield ResponseEntity.ok(new Changed(changed.ended()));
            }
            case Outcome.WrongCurrent() ->
                invalid(
                        language,
                        List.of(new Problem.FieldError(
                                "current", "wrong", texts.get(language, "password.current.wrong"))));
            case Outcome.NotGood(List<Reason> reasons) ->
                invalid(
                        language,
                        reasons.stream()
                                .map(reason -> new Problem.FieldError(
                                        "password", reason.kind().code(), say(language, reason)))
                                .toList());
        };
    }

    private ResponseEntity<Object> invalid(Language language, List<Problem.FieldError> errors) {
        ErrorCode code = ErrorCode.INVALID;
        return ResponseEntity.status(code.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(new Problem(
                        code.type(),
                        texts.get(language, "error." + code.code() + ".title"),
                        code.status(),
                        code.code(),
                        texts.get(language, "error." + code.code() + ".detail"),
                        null,
                        errors));
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
    Strength strength(@RequestBody Typing typing, HttpServletRequest request, Language language) {
        var found = meter.measure(secret(typing.password()), surroundings.of(request));
        String words = found.reasons().isEmpty()
                ? texts.get(language, "password.strength." + found.score())
                : say(language, found.reasons().getFirst());
        return new Strength(
                found.score(),
                words,
                found.reasons().stream().map(reason -> reason.kind().code()).toList());
    }

    private String say(Language language, Reason reason) {
        return texts.get(language, reason.text(), "detail", reason.detail());
    }

    private static Secret secret(@Nullable Secret given) {
        return Objects.requireNonNullElse(given, new Secret(""));
    }
}
