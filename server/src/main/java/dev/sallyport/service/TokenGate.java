package dev.sallyport.service;

import dev.sallyport.oauth.AccessTokens;
import dev.sallyport.oauth.AccessTokens.Access;
import dev.sallyport.oauth.DpopProofs;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Access tokens at the gate. They are looked at only where the proxy says what they must be for (`X-Token-Audience`)
/// and what they must allow (`X-Require-Scope`); without both, only sessions count. Whoever brings a token is judged by
/// it alone, whatever cookies he has besides.
@Component
final class TokenGate {
    private final AccessTokens tokens;
    private final DpopProofs proofs;
    private final Clock clock;

    TokenGate(AccessTokens tokens, DpopProofs proofs, Clock clock) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.clock = clock;
    }

    /// What a token is worth here.
    sealed interface Verdict {
        record Good(Access access) implements Verdict {}

        /// @param status 401, or 403 for a token that is good and not for this
        /// @param challenge the `WWW-Authenticate` of RFC 6750, RFC 9449 and RFC 9470
        record Bad(int status, String challenge) implements Verdict {}
    }

    /// @param method the holder's, as the proxy tells it
    /// @param address where he sent his request; null when the proxy does not say: no proof can be for it
    record Place(String method, @Nullable URI address) {}

    /// Empty when the session is to be asked for instead.
    Optional<Verdict> judge(HttpServletRequest request, Place place, Demand demand) {
        String audience = text(request, "X-Token-Audience");
        String scopes = text(request, "X-Require-Scope");
        String[] shown = text(request, "Authorization").split(" ", 2);
        String scheme = shown[0].toLowerCase(Locale.ROOT);
        boolean brought = shown.length == 2 && (scheme.equals("bearer") || scheme.equals("dpop"));
        if (audience.isEmpty() || scopes.isEmpty() || !brought) {
            return Optional.empty();
        }
        String name = scheme.equals("dpop") ? "DPoP" : "Bearer";
        if (Collections.list(request.getHeaders("Authorization")).size() > 1) {
            // The service behind might read the other one.
            return Optional.of(new Verdict.Bad(401, name + " error=\"invalid_request\""));
        }
        Optional<Access> access = tokens.find(shown[1].strip())
                .filter(found -> found.claims().getAudience().contains(audience))
                .filter(found ->
                        name.equals("DPoP") ? isProven(request, place, found, shown[1].strip()) : found.jkt() == null);
        return Optional.of(access.map(found -> allowed(found, name, scopes, demand))
                .orElseGet(() -> new Verdict.Bad(401, name + " error=\"invalid_token\"")));
    }

    private static String text(HttpServletRequest request, String header) {
        return Objects.requireNonNullElse(request.getHeader(header), "").strip();
    }

    /// A token that is bound to a key comes with the key's proof for this very request, and never without.
    private boolean isProven(HttpServletRequest request, Place place, Access access, String token) {
        URI address = place.address();
        try {
            return address != null
                    && access.jkt() != null
                    && proofs.check(Collections.list(request.getHeaders("DPoP")), place.method(), address, token)
                            .equals(access.jkt());
        } catch (DpopProofs.Unproven unproven) {
            return false;
        }
    }

    private Verdict allowed(Access access, String scheme, String scopes, Demand demand) {
        if (!access.scopes().containsAll(List.of(scopes.split(" +")))) {
            return new Verdict.Bad(403, scheme + " error=\"insufficient_scope\", scope=\"" + scopes + "\"");
        }
        return demand.lack(access.isByTwo(), access.provenAt(), clock.instant())
                .<Verdict>map(
                        lack -> new Verdict.Bad(401, scheme + " error=\"insufficient_user_authentication\", " + lack))
                .orElseGet(() -> new Verdict.Good(access));
    }
}
