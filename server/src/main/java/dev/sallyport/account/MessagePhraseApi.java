package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The same as JSON.
@RestController
class MessagePhraseApi {
    private final MessagePhrases phrases;

    MessagePhraseApi(MessagePhrases phrases) {
        this.phrases = phrases;
    }

    /// @param phrase null when there is none
    record Shown(@Nullable String phrase) {}

    record Wanted(@Nullable Secret phrase) {}

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/api/phrase")
    Shown show(SignedIn who) {
        return new Shown(phrases.find(who.account()).orElse(null));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PHRASE)
    @PutMapping("/api/phrase")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void set(SignedIn who, @RequestBody Wanted wanted, Caller caller) {
        Secret phrase = wanted.phrase();
        if (!phrases.set(who.session(), phrase == null ? "" : phrase.reveal(), caller)) {
            throw new Refused(Mistakes.in("phrase", "phrase.mistake"));
        }
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PHRASE)
    @DeleteMapping("/api/phrase")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(SignedIn who, Caller caller) {
        phrases.remove(who.session(), caller);
    }
}
