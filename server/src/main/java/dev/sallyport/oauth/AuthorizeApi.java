package dev.sallyport.oauth;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Where programs send browsers to ask for access (RFC 6749 section 3.1). Other sites may not read the answer: there is
/// no CORS here, and nobody is sent on with 307 (O-7).
@Controller
class AuthorizeApi {
    private final Authorizing authorizing;

    AuthorizeApi(Authorizing authorizing) {
        this.authorizing = authorizing;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(Endpoints.AUTHORIZE)
    ResponseEntity<Void> authorize(HttpServletRequest request) {
        boolean signedIn = SignedIn.of(request).isPresent();
        // One that is held is led to a page first: whoever wants no page gets the answer for nobody.
        boolean opens =
                SignedIn.of(request).filter(who -> !who.session().held()).isPresent();
        return to(authorizing.begin(sent(request), opens), signedIn);
    }

    /// The same by a form (OpenID Connect Core section 3.1.2.1). One that another site sends brings no cookies, so that
    /// nobody is known yet: the request is kept as if it had been pushed, and the browser comes again for it.
    @Guard(Kind.PUBLIC)
    @PostMapping(Endpoints.AUTHORIZE)
    ResponseEntity<Void> authorizeByForm(HttpServletRequest request) {
        return to(authorizing.post(sent(request)), true);
    }

    private static Map<String, List<String>> sent(HttpServletRequest request) {
        Map<String, List<String>> sent = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> sent.put(name, List.of(values)));
        return sent;
    }

    private static ResponseEntity<Void> to(Authorizing.Next next, boolean signedIn) {
        return switch (next) {
            case Authorizing.Next.Back back -> to(back.uri());
            case Authorizing.Next.Again again ->
                to(Endpoints.AUTHORIZE + "?client_id=" + encode(again.client()) + "&request_uri="
                        + encode(again.requestUri()));
            case Authorizing.Next.Wait wait -> to(waiting(wait, signedIn));
            case Authorizing.Next.Prove prove -> throw new IllegalStateException("asked for on the page");
            case Authorizing.Next.Show show -> throw new IllegalStateException("shown on the page");
            case Authorizing.Next.Device device -> throw new IllegalStateException("devices do not come here");
        };
    }

    /// The page of the request, on which its guard asks who is there. Whom the program expects is written into the
    /// sign-in's first field, known or not: it comes from the address alone.
    private static String waiting(Authorizing.Next.Wait wait, boolean signedIn) {
        String page = Endpoints.CONSENT + "/" + wait.name();
        return Optional.ofNullable(wait.hint())
                .filter(hint -> !signedIn)
                .map(hint -> "/sign-in?to=" + encode(page) + "&login_hint=" + encode(hint))
                .orElse(page);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ResponseEntity<Void> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }
}
