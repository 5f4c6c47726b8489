package dev.sallyport.signin;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.recoverycode.RecoveryCodeViews;
import dev.sallyport.totp.TotpBindings;
import dev.sallyport.totp.TotpViews;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Setting up a second proof inside the sign-in. Each page asks first whether it is due.
@Controller
class SetUpPages {
    private static final String PATH = "/sign-in/set-up";
    private static final String KEY = PATH + "/authenticator/key";

    private final SignInCookies signIn;
    private final SetUps setUps;
    private final Config config;

    SetUpPages(SignInCookies signIn, SetUps setUps, Config config) {
        this.signIn = signIn;
        this.setUps = setUps;
        this.config = config;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(PATH)
    Object show(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return due(request, response, caller, started -> switch (setUps.state(started)) {
            case CHOOSING -> choose("", Mistakes.NONE);
            case BOUND -> codes(null);
            case OVER -> new Redirect("/sign-in");
        });
    }

    /// Whoever comes by address to where forms go, such as by changing the language after a mistake.
    @Guard(Kind.PUBLIC)
    @GetMapping({PATH + "/authenticator", PATH + "/passkey", PATH + "/codes"})
    Redirect back() {
        return new Redirect(PATH);
    }

    private static Page choose(String name, Mistakes mistakes) {
        return Page.of("signin/set-up", new SigninViews.SetUp(name, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/authenticator")
    Object beginApp(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        String name = form.typed("name");
        return due(request, response, caller, started -> {
            if (!TotpBindings.isName(name)) {
                return choose(name, Mistakes.in("name", "totp.mistake.name")).unprocessable();
            }
            setUps.beginApp(started, name);
            return new Redirect(KEY);
        });
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(KEY)
    Object key(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return due(
                request,
                response,
                caller,
                started -> key(started, setUps.showApp(started).orElse(null), Mistakes.NONE)
                        .<Object>map(page -> page)
                        .orElseGet(() -> new Redirect(PATH)));
    }

    private Optional<Page> key(SignIns.Started started, TotpBindings.@Nullable Begun begun, Mistakes mistakes) {
        OptionalInt digits = setUps.pendingApp(started);
        return digits.isEmpty()
                ? Optional.empty()
                : Optional.of(Page.of(
                        "signin/set-up-key",
                        new SigninViews.SetUpKey(new TotpViews.Key(begun, digits.getAsInt(), KEY, PATH, mistakes))));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(KEY)
    Object confirmApp(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        String code = form.typed("code");
        return due(request, response, caller, started -> switch (setUps.confirmApp(started, code, caller)) {
            case TotpBindings.Outcome.Bound bound -> new Redirect(PATH);
            case TotpBindings.Outcome.Over over -> new Redirect(PATH);
            case TotpBindings.Outcome.Wrong wrong ->
                key(started, null, Mistakes.in("code", "totp.mistake.code"))
                        .<Object>map(Page::unprocessable)
                        .orElseGet(() -> new Redirect(PATH));
        });
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/passkey")
    Object confirmPasskey(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        String answer = form.text("passkey", 60_000);
        return due(request, response, caller, started -> switch (setUps.confirmPasskey(started, answer, caller)) {
            case Registered.Bound bound -> new Redirect(PATH);
            case Registered.Refused refused ->
                choose("", Mistakes.in("passkey", refused.reason().text())).unprocessable();
        });
    }

    /// The answer itself shows them: asked for again, it does not.
    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/codes")
    Object makeCodes(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return due(
                request,
                response,
                caller,
                started -> codes(RecoveryCodeViews.made(setUps.makeCodes(started, caller), config)));
    }

    private static Page codes(RecoveryCodeViews.@Nullable Made made) {
        return Page.of("signin/set-up-codes", new SigninViews.SetUpCodes(made));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/end")
    Object end(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return due(request, response, caller, started -> {
            setUps.end(started);
            return signIn.onward(request, response, caller);
        });
    }

    private Object due(
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller,
            Function<SignIns.Started, Object> page) {
        return signIn.due(request, Need.SET_UP).map(page).orElseGet(() -> signIn.onward(request, response, caller));
    }
}
