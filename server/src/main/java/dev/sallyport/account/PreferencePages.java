package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Language, zone, what others may see, and the copy of everything.
@Controller
class PreferencePages {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Accounts accounts;
    private final Exports exports;
    private final ContactList list;

    PreferencePages(Accounts accounts, Exports exports, ContactList list) {
        this.accounts = accounts;
        this.exports = exports;
        this.list = list;
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/preferences")
    Object prefer(SignedIn who, Form form, Caller caller, HttpServletResponse response) {
        Language language = Language.byCode(form.text("language", 10)).orElse(null);
        var wanted = new Accounts.Preferences(
                language,
                Zones.read(form.text("zone", 60)),
                new Accounts.Visibility(form.typed("name"), form.ticked("visible")));
        if (!accounts.prefer(who.account(), wanted, caller)) {
            return list.page(who, "", null, Mistakes.in("name", "account.mistake.name"))
                    .unprocessable();
        }
        if (language != null) {
            Cookies.set(response, Cookies.LANGUAGE, language.code(), YEAR);
        }
        return new Redirect("/account/contacts?done=saved");
    }

    /// For anybody: this browser's language, from the foot of every page.
    @Guard(Kind.PUBLIC)
    @PostMapping("/language")
    Redirect language(Form form, HttpServletResponse response) {
        Language.byCode(form.text("language", 10))
                .ifPresent(language -> Cookies.set(response, Cookies.LANGUAGE, language.code(), YEAR));
        String to = form.text("to", 500);
        return new Redirect(Redirect.isOwn(to) ? to : "/");
    }

    /// Everything that is kept about the account, as a file.
    @Guard(value = Kind.FRESH_PROOF, act = Act.EXPORT)
    @PostMapping("/account/export")
    ResponseEntity<byte[]> export(SignedIn who, Caller caller) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("account.json")
                                .build()
                                .toString())
                .contentType(MediaType.APPLICATION_JSON)
                .body(exports.of(who.session(), caller));
    }
}
