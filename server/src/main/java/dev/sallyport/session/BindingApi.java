package dev.sallyport.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Where browsers show the key of a session. They call by themselves, without a page and without its CSRF
/// token; what they send is a signature over a challenge of ours, which no other site can have made (see
/// `EdgeBeans`).
@RestController
class BindingApi {
    private static final String RESPONSE = "Secure-Session-Response";

    private final Bindings bindings;

    BindingApi(Bindings bindings) {
        this.bindings = bindings;
    }

    /// The draft's JSON session instructions.
    record Instructions(
            @JsonProperty("session_identifier") String identifier,
            @JsonProperty("refresh_url") String refreshUrl,
            Scope scope,
            List<Credential> credentials,
            @JsonProperty("allowed_refresh_initiators") List<String> initiators) {

        /// Whoever leads to our pages may be the cause of a refresh: it gives him nothing.
        static Instructions of(String identifier) {
            return new Instructions(
                    identifier,
                    Bindings.REFRESH,
                    new Scope(false, List.of(new Rule("exclude", "*", "/assets"))),
                    List.of(new Credential("cookie", Cookies.BOUND, "Path=/; Secure; HttpOnly; SameSite=Lax")),
                    List.of("*"));
        }
    }

    /// This origin and no other.
    record Scope(
            @JsonProperty("include_site") boolean includeSite,
            @JsonProperty("scope_specification") List<Rule> rules) {}

    record Rule(String type, String domain, String path) {}

    record Credential(String type, String name, String attributes) {}

    @Guard(Kind.SIGNED_IN)
    @PostMapping(Bindings.REGISTRATION)
    ResponseEntity<Instructions> bind(
            SignedIn who,
            @RequestHeader(name = RESPONSE, required = false) @Nullable String proof,
            Caller caller,
            HttpServletResponse response) {
        return answer(bindings.bind(who, proof, caller), response);
    }

    /// For anybody: who calls is shown by the session's key, and by nothing else.
    @Guard(Kind.PUBLIC)
    @PostMapping(Bindings.REFRESH)
    ResponseEntity<Instructions> refresh(
            @RequestHeader(name = "Sec-Secure-Session-Id", defaultValue = "") String identifier,
            @RequestHeader(name = RESPONSE, required = false) @Nullable String proof,
            Caller caller,
            HttpServletResponse response) {
        return answer(bindings.refresh(BindingProof.unquoted(identifier), proof, caller), response);
    }

    private static ResponseEntity<Instructions> answer(Bindings.Shown shown, HttpServletResponse response) {
        return switch (shown) {
            case Bindings.Shown.Good good -> {
                Cookies.set(response, Cookies.BOUND, good.cookie(), Bindings.COOKIE_LIFE);
                yield ResponseEntity.ok(Instructions.of(good.identifier()));
            }
            // The draft's way to ask: 403 with a challenge is answered with a proof at once.
            case Bindings.Shown.Asked asked ->
                ResponseEntity.status(HttpStatus.FORBIDDEN)
                        .header(
                                "Secure-Session-Challenge",
                                "\"" + asked.challenge() + "\";id=\"" + asked.identifier() + "\"")
                        .build();
            case Bindings.Shown.Bad bad -> throw new Refused(ErrorCode.NOT_SIGNED_IN, bad.privateDetail());
        };
    }
}
