package dev.sallyport.account;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Closing the account, and objecting to a change by the link in a mail.
@Controller
class ClosingPages {
    private final Closings closings;
    private final Accounts accounts;
    private final Objections objections;

    ClosingPages(Closings closings, Accounts accounts, Objections objections) {
        this.closings = closings;
        this.accounts = accounts;
        this.objections = objections;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/account/closing")
    Page closing(SignedIn who) {
        return page(who, Mistakes.NONE);
    }

    private Page page(SignedIn who, Mistakes mistakes) {
        Instant eraseAt = accounts.find(who.account()).map(Account::eraseAt).orElse(null);
        return Page.of("account/closing", new AccountViews.Closing(closings.eraseAtIfClosedNow(), eraseAt, mistakes));
    }

    @Guard(value = Kind.FRESH_PROOF, act = Act.CLOSING)
    @PostMapping("/account/closing")
    Object close(SignedIn who, Form form, Caller caller, HttpServletResponse response) {
        return switch (closings.close(who.session(), form.ticked("understood"), caller)) {
            case BEGUN -> {
                SignedIn.take(response, who.session().shared());
                yield new Redirect("/signed-out");
            }
            case NOT_UNDERSTOOD ->
                page(who, Mistakes.in("understood", "account.closing.mistake.understood"))
                        .unprocessable();
            case ALREADY -> page(who, Mistakes.NONE).with(HttpStatus.CONFLICT);
        };
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/account/closing/cancellation")
    Redirect keep(SignedIn who, Caller caller) {
        if (!closings.keep(who.session(), caller)) {
            throw new Refused(ErrorCode.NOT_FOUND, "not closing");
        }
        return new Redirect("/account/contacts?done=kept");
    }

    /// Opening the link changes nothing: scanners and previews open links too (A30).
    @Guard(Kind.PUBLIC)
    @GetMapping("/objections/{token}")
    Page objection(@PathVariable String token) {
        return objectionPage(token, false);
    }

    private Page objectionPage(String token, boolean done) {
        Optional<Objections.Open> open = objections.find(new Secret(token));
        return Page.of(
                "account/objection",
                new AccountViews.Objection(
                        token,
                        open.map(o -> o.change().stored()).orElse(null),
                        open.map(Objections.Open::changedAt).orElse(null),
                        done));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/objections/{token}")
    Object object(@PathVariable String token, Caller caller) {
        return objectionPage(token, objections.use(new Secret(token), caller));
    }
}
