package dev.sallyport.password;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class PasswordPages {
    private final Phrases phrases;

    PasswordPages(Phrases phrases) {
        this.phrases = phrases;
    }

    /// Where password managers look for the page (W3C, A Well-Known URL for Changing Passwords).
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/.well-known/change-password")
    Redirect wellKnown() {
        return new Redirect("/account/password");
    }

    public record PhraseShown(String phrase, int bits) {}

    /// The passphrase button for browsers without scripts.
    @Guard(Guard.Kind.PUBLIC)
    @GetMapping("/password/phrase")
    Page phrase() {
        return Page.of("password/phrase", new PhraseShown(phrases.create(), Phrases.bits()));
    }
}
