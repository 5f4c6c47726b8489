package dev.sallyport.signin;

import dev.sallyport.account.Browsers;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordRenewals;
import dev.sallyport.password.PasswordViews;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Choosing the first password.
@Controller
class SignUpCompletionPages {
    private final SignUpCompletion completion;
    private final PasswordRenewals renewals;
    private final Threshold threshold;

    SignUpCompletionPages(SignUpCompletion completion, PasswordRenewals renewals, Threshold threshold) {
        this.completion = completion;
        this.renewals = renewals;
        this.threshold = threshold;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-up/password")
    Object choose(HttpServletRequest request) {
        String browser = Cookies.read(request, Cookies.BROWSER);
        Optional<Waiting> proven = browser == null ? Optional.empty() : completion.proven(new Secret(browser));
        return proven.<Object>map(waiting -> page(waiting, Mistakes.NONE)).orElse(new Redirect("/sign-up"));
    }

    private Page page(Waiting waiting, Mistakes mistakes) {
        return Page.of("password/choose", new PasswordViews.Choose(waiting.target(), renewals.minimum(), mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-up/password")
    Object complete(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Secret browser = Browsers.of(request);
        try {
            return complete(request, response, browser, form, caller);
        } catch (Refused refused) {
            if (refused.code() == ErrorCode.CONFLICT) {
                // Twice, as by a double click: he is led to where he is now.
                return new Redirect("/");
            }
            throw refused;
        }
    }

    private Object complete(
            HttpServletRequest request, HttpServletResponse response, Secret browser, Form form, Caller caller) {
        return switch (completion.complete(browser, form.secret("password"), caller)) {
            case SignUpCompletion.Outcome.Opened opened -> threshold.cross(request, response, opened.open(), caller);
            case SignUpCompletion.Outcome.NotGood notGood ->
                completion
                        .proven(browser)
                        .<Object>map(
                                waiting -> page(waiting, notGood.mistakes()).unprocessable())
                        .orElse(new Redirect("/sign-up"));
            case SignUpCompletion.Outcome.Over over -> new Redirect("/sign-up");
        };
    }
}
