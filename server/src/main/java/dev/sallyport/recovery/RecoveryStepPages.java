package dev.sallyport.recovery;

import dev.sallyport.audit.Audit;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordResets;
import dev.sallyport.stepup.Asking;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The further steps of a recovery. Whoever comes to a page that is not due is led to the one that is.
@Controller
class RecoveryStepPages {
    private static final Redirect DONE = new Redirect("/recovery/done");

    private final Recoveries recoveries;
    private final SecondProof second;
    private final PasswordResets passwords;
    private final Audit audit;

    RecoveryStepPages(Recoveries recoveries, SecondProof second, PasswordResets passwords, Audit audit) {
        this.recoveries = recoveries;
        this.second = second;
        this.passwords = passwords;
        this.audit = audit;
    }

    private static Secret token(HttpServletRequest request) {
        String token = Cookies.read(request, Cookies.RECOVERY);
        return new Secret(token == null ? "" : token);
    }

    private Recoveries.Next due(HttpServletRequest request) {
        return recoveries.next(token(request));
    }

    private static Redirect onward(Recoveries.Next next) {
        return switch (next) {
            case Recoveries.Next.Begin begin -> new Redirect("/recovery");
            case Recoveries.Next.Second second -> new Redirect("/recovery/second");
            case Recoveries.Next.Waiting waiting -> new Redirect("/recovery/waiting");
            case Recoveries.Next.Ready ready -> new Redirect("/recovery/password");
            case Recoveries.Next.Nothing nothing -> new Redirect("/recovery/passkeys-only");
        };
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/next")
    Redirect next(HttpServletRequest request) {
        return onward(due(request));
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/second")
    Object ask(HttpServletRequest request, @RequestParam(defaultValue = "-1") int way) {
        return due(request) instanceof Recoveries.Next.Second due
                ? page(due.visit(), way, Mistakes.NONE)
                : onward(due(request));
    }

    private Page page(Visit visit, int way, Mistakes mistakes) {
        SecondProof.Asked asked = second.ask(visit, way);
        return Page.of("recovery/second", new RecoveryViews.Second(asked.asked(), asked.chosen(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery/second")
    Object prove(HttpServletRequest request, Form form, Caller caller) {
        if (!(due(request) instanceof Recoveries.Next.Second due)) {
            return skipped(request);
        }
        if (second.prove(due.visit(), Asking.typed(form), caller)) {
            recoveries.shown(token(request), caller);
            return onward(due(request));
        }
        return page(due.visit(), way(form), Mistakes.in(form.text("field", 20), "signin.mistake.second"))
                .unprocessable();
    }

    private static int way(Form form) {
        String way = form.text("way", 3);
        return way.matches("\\d{1,2}") ? Integer.parseInt(way) : -1;
    }

    /// A step that was sent without being due (A57).
    private Redirect skipped(HttpServletRequest request) {
        audit.refused("recovery.step-skipped");
        return onward(due(request));
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/waiting")
    Object waiting(HttpServletRequest request) {
        if (due(request) instanceof Recoveries.Next.Waiting due) {
            Recovery one = due.recovery();
            return Page.of(
                    "recovery/waiting",
                    new RecoveryViews.Waiting(one.unlocks(), one.alone(), one.readyAt(), one.until()));
        }
        return onward(due(request));
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/password")
    Object password(HttpServletRequest request) {
        return due(request) instanceof Recoveries.Next.Ready due ? page(due, Mistakes.NONE) : onward(due(request));
    }

    private Page page(Recoveries.Next.Ready due, Mistakes mistakes) {
        return Page.of(
                "recovery/password",
                new RecoveryViews.Ready(due.recovery().unlocks(), due.password(), passwords.minimum(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery/password")
    Object set(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        if (!(due(request) instanceof Recoveries.Next.Ready due)) {
            return skipped(request);
        }
        return switch (recoveries.finish(token(request), form.secret("password"), caller)) {
            case Recoveries.Set.Done done -> {
                Cookies.remove(response, Cookies.RECOVERY);
                yield DONE;
            }
            case Recoveries.Set.NotGood notGood -> page(due, notGood.mistakes()).unprocessable();
            case Recoveries.Set.NotNow notNow -> skipped(request);
        };
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/done")
    Page done() {
        return Page.of("recovery/still", new RecoveryViews.Still("done"));
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/passkeys-only")
    Page passkeysOnly() {
        return Page.of("recovery/still", new RecoveryViews.Still("passkeys-only"));
    }

    /// Opening the link changes nothing: scanners and previews open links too (A30).
    @Guard(Kind.PUBLIC)
    @GetMapping("/recovery/cancellation/{token}")
    Page cancellation(@PathVariable String token) {
        return cancellationPage(token, false);
    }

    private Page cancellationPage(String token, boolean done) {
        var open = recoveries.byCancellation(new Secret(token));
        return Page.of(
                "recovery/cancellation",
                new RecoveryViews.Cancellation(
                        open.isPresent() ? token : null,
                        open.map(Recovery::readyAt).orElse(null),
                        done));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/recovery/cancellation/{token}")
    Page cancel(@PathVariable String token, Caller caller) {
        boolean done = recoveries.cancel(new Secret(token), caller);
        if (!done) {
            audit.refused("recovery.nothing-to-cancel");
        }
        return cancellationPage(token, done);
    }
}
