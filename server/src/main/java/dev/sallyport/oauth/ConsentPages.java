package dev.sallyport.oauth;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Forward;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.stepup.StepUps;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The page on which a holder lets a program in or not. From a form the browser goes back by a page of ours: our
/// content policy lets no form end on another site.
@Controller
class ConsentPages {
    private final Authorizing authorizing;
    private final ConsentShow shown;
    private final StepUps stepUps;

    ConsentPages(Authorizing authorizing, ConsentShow shown, StepUps stepUps) {
        this.authorizing = authorizing;
        this.shown = shown;
        this.stepUps = stepUps;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(Endpoints.CONSENT + "/{request}")
    Object ask(
            SignedIn who,
            @PathVariable String request,
            Caller caller,
            HttpServletRequest sent,
            HttpServletResponse response) {
        if (Cookies.read(sent, Cookies.BACK) != null) {
            Cookies.remove(response, Cookies.BACK);
        }
        return answer(authorizing.look(request, who.session(), caller), who, request, response);
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(Endpoints.CONSENT + "/{request}")
    Object allow(
            SignedIn who,
            @PathVariable String request,
            Caller caller,
            HttpServletRequest form,
            HttpServletResponse response) {
        Set<String> chosen = chosen(form);
        if (authorizing.isMoney(request, chosen)) {
            if (!stepUps.isPossible(who.session(), Act.APP_CONNECT)) {
                return setUp(request, response);
            }
            return new Forward(form, Endpoints.CONSENT + "/" + request + "/money");
        }
        return answer(authorizing.allow(request, who.session(), chosen, false, caller), who, request, response);
    }

    /// The request waits while its holder sets up what would do, and the pages on which he does so lead back to it.
    private Page setUp(String request, HttpServletResponse response) {
        String app = authorizing.asking(request).name();
        Cookies.set(response, Cookies.BACK, Endpoints.CONSENT + "/" + request, Requests.IN_BROWSER);
        return Page.of("oauth/set-up", new OAuthViews.SetUp(request, app));
    }

    /// Whatever moves money: with a proof given for exactly this choice.
    @Guard(value = Kind.FRESH_PROOF, act = Act.APP_CONNECT)
    @PostMapping(Endpoints.CONSENT + "/{request}/money")
    Object allowMoney(
            SignedIn who,
            @PathVariable String request,
            Caller caller,
            HttpServletRequest form,
            HttpServletResponse response) {
        return answer(authorizing.allow(request, who.session(), chosen(form), true, caller), who, request, response);
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(Endpoints.CONSENT + "/{request}/refusal")
    Object refuse(SignedIn who, @PathVariable String request, Caller caller, HttpServletResponse response) {
        return answer(authorizing.refuse(request, who.session(), caller), who, request, response);
    }

    /// He sets nothing up.
    @Guard(Kind.SIGNED_IN)
    @PostMapping(Endpoints.CONSENT + "/{request}/unmet")
    Object giveUp(SignedIn who, @PathVariable String request, Caller caller, HttpServletResponse response) {
        Cookies.remove(response, Cookies.BACK);
        return answer(authorizing.giveUp(request, who.session(), caller), who, request, response);
    }

    private static Set<String> chosen(HttpServletRequest form) {
        return Arrays.stream(Scope.values())
                .map(Scope::label)
                .filter(scope -> form.getParameter(ConsentShow.field(scope)) != null)
                .collect(Collectors.toSet());
    }

    private Object answer(Authorizing.Next next, SignedIn who, String request, HttpServletResponse response) {
        return switch (next) {
            case Authorizing.Next.Back back -> Answers.back(back.uri(), response);
            case Authorizing.Next.Again again -> throw new IllegalStateException("kept before it comes here");
            case Authorizing.Next.Wait wait -> new Redirect(Endpoints.CONSENT + "/" + wait.name());
            case Authorizing.Next.Prove prove ->
                new Redirect("/sign-in/again?to="
                        + URLEncoder.encode(Endpoints.CONSENT + "/" + request, StandardCharsets.UTF_8));
            case Authorizing.Next.Show show ->
                Page.of("oauth/consent", shown.of(request, who.account(), show.client(), show.ask()));
            case Authorizing.Next.Device device ->
                new Redirect(Endpoints.DEVICE + "?done=" + (device.allowed() ? "allowed" : "refused"));
        };
    }
}
