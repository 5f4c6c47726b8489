package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The phrase of the holder's messages.
@Controller
class MessagePhrasePages {
    private static final Set<String> DONE = Set.of("set", "removed");

    private final MessagePhrases phrases;

    MessagePhrasePages(MessagePhrases phrases) {
        this.phrases = phrases;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/phrase")
    Page show(SignedIn who, @RequestParam(defaultValue = "") String done) {
        return page(who, "", DONE.contains(done) ? "phrase.done." + done : null, Mistakes.NONE);
    }

    private Page page(SignedIn who, String typed, @Nullable String done, Mistakes mistakes) {
        return Page.of(
                "account/phrase",
                new AccountViews.Phrase(phrases.find(who.account()).orElse(null), typed, done, mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PHRASE)
    @PostMapping("/account/phrase")
    Object set(SignedIn who, Form form, Caller caller) {
        String typed = form.typed("phrase");
        return phrases.set(who.session(), typed, caller)
                ? new Redirect("/account/phrase?done=set")
                : page(who, typed, null, Mistakes.in("phrase", "phrase.mistake"))
                        .unprocessable();
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.PHRASE)
    @PostMapping("/account/phrase/removal")
    Redirect remove(SignedIn who, Caller caller) {
        phrases.remove(who.session(), caller);
        return new Redirect("/account/phrase?done=removed");
    }
}
