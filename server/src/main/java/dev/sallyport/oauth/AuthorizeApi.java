package dev.sallyport.oauth;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

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
        Map<String, List<String>> sent = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> sent.put(name, List.of(values)));
        return switch (authorizing.begin(sent, SignedIn.of(request).isPresent())) {
            case Authorizing.Next.Back back -> to(back.uri());
            case Authorizing.Next.Wait wait -> to(Endpoints.CONSENT + "/" + wait.name());
            case Authorizing.Next.Prove prove -> throw new IllegalStateException("asked for on the page");
            case Authorizing.Next.Show show -> throw new IllegalStateException("shown on the page");
            case Authorizing.Next.Device device -> throw new IllegalStateException("devices do not come here");
        };
    }

    private static ResponseEntity<Void> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }
}
