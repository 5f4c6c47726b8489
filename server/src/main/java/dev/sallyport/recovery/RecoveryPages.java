package dev.sallyport.recovery;

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
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The first step of a recovery: an address, and the code that was sent to it.
@Controller
class RecoveryPages {
    private final Visits visits;
    private final Recoveries recoveries;
    private final Puzzles puzzles;

    RecoveryPages(Visits visits, Recoveries recoveries, Puzzles puzzles) {
        this.visits = visits;
        this.recoveries = recoveries;
        this.puzzles = puzzles;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery")
    Page begin() {
        return page("", Mistakes.NONE);
    }

    private Page page(String typed, Mistakes mistakes) {
        return Page.of("recovery/begin", new RecoveryViews.Begin(typed, puzzles.create(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery")
    Object start(HttpServletRequest request, Form form, Language language, Caller caller) {
        String typed = form.typed("identifier");
        var asking = new AddressProofs.Asking(typed, language, form.text("altcha", 4_000));
        return switch (visits.begin(Browsers.of(request), asking, caller)) {
            case SENT -> new Redirect("/recovery/code");
            case NOT_AN_IDENTIFIER ->
                page(typed, Mistakes.in("identifier", "account.mistake.identifier"))
                        .unprocessable();
            case PUZZLE ->
                page(typed, Mistakes.in("identifier", "lockdown.mistake.puzzle"))
                        .unprocessable();
        };
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/code")
    Object code(HttpServletRequest request, @RequestParam(defaultValue = "") String sent) {
        return waiting(request)
                .<Object>map(waiting -> codePage(waiting, sent.equals("again"), Mistakes.NONE))
                .orElse(new Redirect("/recovery"));
    }

    private static Page codePage(Waiting waiting, boolean again, Mistakes mistakes) {
        return Page.of("recovery/code", new RecoveryViews.Code(waiting.target(), waiting.codeUntil(), again, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery/code")
    Object prove(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<Secret> token = visits.prove(Browsers.of(request), form.typed("code"), caller);
        if (token.isPresent()) {
            recoveries.shown(token.get(), caller);
            Cookies.set(response, Cookies.RECOVERY, token.get().reveal(), Visits.LIFE);
            return new Redirect("/recovery/next");
        }
        return waiting(request)
                .<Object>map(waiting -> codePage(waiting, false, Mistakes.in("code", "account.mistake.code"))
                        .unprocessable())
                .orElse(new Redirect("/recovery"));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery/code/sending")
    Redirect resend(HttpServletRequest request, Caller caller) {
        visits.resend(Browsers.of(request), caller);
        return new Redirect("/recovery/code?sent=again");
    }

    private Optional<Waiting> waiting(HttpServletRequest request) {
        String browser = Cookies.read(request, Cookies.BROWSER);
        return browser == null ? Optional.empty() : visits.waiting(new Secret(browser));
    }
}
