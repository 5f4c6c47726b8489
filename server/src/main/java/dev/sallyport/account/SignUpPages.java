package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.limit.Puzzles;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Sign-up up to the proven address; the password comes next, at `/sign-up/password`.
@Controller
class SignUpPages {
    private final SignUps signUps;
    private final Puzzles puzzles;

    SignUpPages(SignUps signUps, Puzzles puzzles) {
        this.signUps = signUps;
        this.puzzles = puzzles;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-up")
    Page begin() {
        return page("", Mistakes.NONE);
    }

    private Page page(String typed, Mistakes mistakes) {
        return Page.of("account/sign-up", new AccountViews.SignUp(typed, puzzles.create(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-up")
    Object start(HttpServletRequest request, Form form, Language language, Caller caller) {
        // Too long is wrong by the rule of identifiers, in a sentence.
        String typed = form.typed("identifier");
        var asking = new SignUps.Asking(typed, language, Zones.read(form.text("zone", 60)), form.text("altcha", 4_000));
        return switch (signUps.start(Browsers.of(request), asking, caller)) {
            case SENT -> new Redirect("/sign-up/code");
            case NOT_AN_IDENTIFIER ->
                page(typed, Mistakes.in("identifier", "account.mistake.identifier"))
                        .unprocessable();
            case LOOK_ALIKE ->
                page(typed, Mistakes.in("identifier", "account.mistake.look-alike"))
                        .unprocessable();
            case PUZZLE ->
                page(typed, Mistakes.in("identifier", "account.mistake.puzzle")).unprocessable();
        };
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-up/code")
    Object code(HttpServletRequest request, @RequestParam(defaultValue = "") String sent) {
        return find(request)
                .<Object>map(waiting -> waiting.proven()
                        ? new Redirect("/sign-up/password")
                        : page(waiting, sent.equals("again"), Mistakes.NONE))
                .orElse(new Redirect("/sign-up"));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-up/code")
    Object check(HttpServletRequest request, Form form, Caller caller) {
        Secret browser = Browsers.of(request);
        return switch (signUps.check(browser, form.typed("code"), caller)) {
            case RIGHT -> new Redirect("/sign-up/password");
            case WRONG, OVER ->
                find(request)
                        .<Object>map(waiting -> waiting.proven()
                                ? new Redirect("/sign-up/password")
                                : page(waiting, false, Mistakes.in("code", "account.mistake.code"))
                                        .unprocessable())
                        .orElse(new Redirect("/sign-up"));
        };
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-up/code/sending")
    Redirect resend(HttpServletRequest request, Caller caller) {
        signUps.resend(Browsers.of(request), caller);
        return new Redirect("/sign-up/code?sent=again");
    }

    private Optional<Waiting> find(HttpServletRequest request) {
        String browser = Cookies.read(request, Cookies.BROWSER);
        return browser == null ? Optional.empty() : signUps.find(new Secret(browser));
    }

    private static Page page(Waiting waiting, boolean again, Mistakes mistakes) {
        return Page.of(
                "account/sign-up-code",
                new AccountViews.SignUpCode(waiting.target(), waiting.codeUntil(), again, mistakes));
    }
}
