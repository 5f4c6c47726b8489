package dev.sallyport.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Signing out at a program's wish (OpenID RP-Initiated Logout). A program that shows an ID token of this very session
/// is believed; at the wish of anybody else the holder is asked first, so that no site can throw him out (A50).
@Controller
class LogoutPages {
    private static final String OUT = "/signed-out";

    private final AccessTokens tokens;
    private final Clients clients;
    private final Sessions sessions;

    LogoutPages(AccessTokens tokens, Clients clients, Sessions sessions) {
        this.tokens = tokens;
        this.clients = clients;
        this.sessions = sessions;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(Endpoints.LOGOUT)
    Object logout(
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller,
            @RequestParam(name = "id_token_hint", defaultValue = "") String hint,
            @RequestParam(name = "client_id", defaultValue = "") String id,
            @RequestParam(name = "post_logout_redirect_uri", defaultValue = "") String uri,
            @RequestParam(defaultValue = "") String state) {
        Optional<JWTClaimsSet> hinted = tokens.hint(hint);
        String named = hinted.map(h -> h.getAudience().getFirst()).orElse(id);
        Optional<Client> client = clients.find(named).filter(c -> id.isEmpty() || id.equals(c.id()));
        Optional<SignedIn> who = SignedIn.of(request);
        if (who.isPresent() && hinted.filter(h -> isOf(h, who.get())).isEmpty()) {
            return Page.of(
                    "oauth/logout",
                    new OAuthViews.Logout(client.map(Client::name).orElse(null), named, uri, state));
        }
        who.ifPresent(in -> end(in, response, caller));
        // Without a hint nobody knows whose wish it was (RP-Initiated Logout section 3).
        return seeOther(hinted.isPresent() ? after(client, uri, state) : OUT);
    }

    /// By a form (section 2 there). One that another site sends brings no cookies, so that nobody would be known: the
    /// browser comes again.
    @Guard(Kind.PUBLIC)
    @PostMapping(Endpoints.LOGOUT)
    ResponseEntity<Void> logoutByForm(Form form) {
        var all = new StringJoiner("&", Endpoints.LOGOUT + "?", "");
        for (String name : List.of("id_token_hint", "client_id", "post_logout_redirect_uri", "state")) {
            all.add(name + "=" + URLEncoder.encode(form.text(name, 4_000), StandardCharsets.UTF_8));
        }
        return seeOther(all.toString());
    }

    private static boolean isOf(JWTClaimsSet hint, SignedIn who) {
        return who.account().toString().equals(hint.getSubject())
                && who.session().id().toString().equals(hint.getClaim("sid"));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(Endpoints.LOGOUT_CONFIRMATION)
    Object confirmed(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        SignedIn.of(request).ifPresent(in -> end(in, response, caller));
        String to = after(clients.find(form.text("client", 60)), form.text("to", 500), form.text("state", 4_000));
        return to.equals(OUT) ? new dev.sallyport.base.http.Redirect(OUT) : Answers.back(to, response);
    }

    private void end(SignedIn who, HttpServletResponse response, Caller caller) {
        sessions.end(who.account(), who.session().id(), "signed-out", caller);
        SignedIn.take(response, who.session().shared());
    }

    /// Exactly what the client has registered, or our own page.
    private static String after(Optional<Client> client, String uri, String state) {
        List<String> registered = client.map(Client::afterLogout).orElse(List.of());
        if (!RedirectUris.allows(registered, uri)) {
            return OUT;
        }
        return state.isEmpty()
                ? uri
                : uri + (uri.indexOf('?') < 0 ? "?" : "&") + "state="
                        + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }

    private static ResponseEntity<Void> seeOther(String to) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(to))
                .build();
    }
}
