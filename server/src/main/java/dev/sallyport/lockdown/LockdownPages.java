package dev.sallyport.lockdown;

import dev.sallyport.account.AddressProofs;
import dev.sallyport.account.Browsers;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Closing the doors of an account without signing in.
@Controller
class LockdownPages {
    private final LockdownAims aims;
    private final Lockdowns lockdowns;
    private final Puzzles puzzles;

    LockdownPages(LockdownAims aims, Lockdowns lockdowns, Puzzles puzzles) {
        this.aims = aims;
        this.lockdowns = lockdowns;
        this.puzzles = puzzles;
    }

    /// Opening the link changes nothing: scanners and previews open links too (A30).
    @Guard(Kind.PUBLIC)
    @GetMapping("/lockdown/by-mail/{token}")
    Page link(@PathVariable String token) {
        return Answering.link(lockdowns.isLink(new Secret(token)) ? token : null);
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/lockdown/by-mail/{token}")
    Object byMail(@PathVariable String token, Caller caller) {
        return Answering.of(lockdowns.byMail(new Secret(token), caller), "/lockdown/by-mail/" + token);
    }

    /// The same for everybody: what is closed now, and what comes next.
    @Guard(Kind.PUBLIC)
    @GetMapping("/lockdown/closed")
    Page closed() {
        return Page.of("lockdown/closed", new LockdownViews.Still());
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/lockdown")
    Page begin() {
        return page("", Mistakes.NONE);
    }

    private Page page(String typed, Mistakes mistakes) {
        return Page.of("lockdown/begin", new LockdownViews.Begin(typed, puzzles.create(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/lockdown")
    Object start(HttpServletRequest request, Form form, Language language, Caller caller) {
        String typed = form.typed("identifier");
        var asking = new AddressProofs.Asking(typed, language, form.text("altcha", 4_000));
        return switch (aims.begin(Browsers.of(request), asking, form.secret("password"), caller)) {
            case LockdownAims.Begun.Ordered ordered -> Answering.of(ordered.outcome(), "/lockdown");
            case LockdownAims.Begun.Started started ->
                switch (started.start()) {
                    case SENT -> new Redirect("/lockdown/code");
                    case NOT_AN_IDENTIFIER ->
                        page(typed, Mistakes.in("identifier", "account.mistake.identifier"))
                                .unprocessable();
                    case PUZZLE ->
                        page(typed, Mistakes.in("identifier", "lockdown.mistake.puzzle"))
                                .unprocessable();
                };
        };
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/lockdown/code")
    Object code(HttpServletRequest request, @RequestParam(defaultValue = "") String sent) {
        return find(request)
                .<Object>map(waiting -> codePage(waiting, sent.equals("again"), Mistakes.NONE))
                .orElse(new Redirect("/lockdown"));
    }

    private static Page codePage(Waiting waiting, boolean again, Mistakes mistakes) {
        return Page.of("lockdown/code", new LockdownViews.Code(waiting.target(), waiting.codeUntil(), again, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/lockdown/code")
    Object byCode(HttpServletRequest request, Form form, Caller caller) {
        Optional<Lockdowns.Outcome> outcome = aims.byCode(Browsers.of(request), form.typed("code"), caller);
        return outcome.isPresent()
                ? Answering.of(outcome.get(), "/lockdown")
                : find(request)
                        .<Object>map(waiting -> codePage(waiting, false, Mistakes.in("code", "account.mistake.code"))
                                .unprocessable())
                        .orElse(new Redirect("/lockdown"));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/lockdown/code/sending")
    Redirect resend(HttpServletRequest request, Caller caller) {
        aims.resend(Browsers.of(request), caller);
        return new Redirect("/lockdown/code?sent=again");
    }

    private Optional<Waiting> find(HttpServletRequest request) {
        String browser = Cookies.read(request, Cookies.BROWSER);
        return browser == null ? Optional.empty() : aims.find(new Secret(browser));
    }
}
