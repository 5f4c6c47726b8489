package dev.sallyport.oauth;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/// What stands in tokens: access tokens as RFC 9068 has them, bound to a key where one was shown (RFC 9449), with how
/// and when the holder had proven himself (RFC 9470), and what he agreed to (RFC 9396); ID tokens as OpenID Connect has
/// them.
@Component
class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private final Clients clients;
    private final Clock clock;

    TokenClaims(Clients clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        Client client = clients.find(context.getRegisteredClient().getClientId())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        OAuth2Authorization authorization = context.getAuthorization();
        Grants.Found found = authorization == null ? null : authorization.getAttribute(Authorizations.FOUND);
        boolean access = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType());
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256).type(access ? "at+jwt" : "JWT");
        if (access) {
            access(context, client, found);
        } else if (found != null) {
            identity(context, found);
        }
    }

    private void access(JwtEncodingContext context, Client client, Grants.@Nullable Found found) {
        String jkt = key(client, found == null ? null : found.grant());
        var claims = context.getClaims();
        claims.id(UUID.randomUUID().toString());
        claims.claim("client_id", client.id());
        claims.claim("scope", String.join(" ", new java.util.TreeSet<>(context.getAuthorizedScopes())));
        claims.claims(all -> all.remove("nbf"));
        if (jkt != null) {
            claims.claim("cnf", Map.of("jkt", jkt));
        }
        claims.audience(audience(context, client, found));
        if (found == null) {
            claims.subject(client.id());
            return;
        }
        Grant grant = found.grant();
        claims.claim("gid", grant.id().toString());
        claims.claim("auth_time", grant.provenAt().getEpochSecond());
        claims.claim("acr", grant.acr());
        claims.claim("amr", grant.amr());
        if (!grant.offline()) {
            claims.claim("sid", grant.session().toString());
        }
        String details = found.details(clock.instant());
        if (details != null) {
            claims.claim(Details.CLAIM, Details.read(details));
        } else if (context.getAuthorizedScopes().isEmpty()) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_SCOPE, "nothing of it may be used before " + grant.moneyFrom(), null));
        }
    }

    /// The key that the token is bound to: that of this request, which must be the one of the grant where that has one
    /// (F-3).
    private static @Nullable String key(Client client, @Nullable Grant grant) {
        String shown = Exchange.current().jkt();
        String bound = grant == null ? null : grant.jkt();
        if (shown == null && (client.bound() || bound != null)) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF, "a DPoP proof is needed", null));
        }
        if (bound != null && !bound.equals(shown)) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF, "bound to another key", null));
        }
        return shown;
    }

    /// The interfaces that were asked for, or all of the client's; and our own where it may ask who the holder is.
    private static List<String> audience(JwtEncodingContext context, Client client, Grants.@Nullable Found found) {
        String issuer = Exchange.current().getIssuer();
        String asked = found == null ? resource(context) : null;
        if (asked != null) {
            boolean may = asked.equals(issuer)
                    ? client.callsInside()
                    : client.ownAudiences().contains(asked);
            if (!may) {
                throw new OAuth2AuthenticationException(
                        new OAuth2Error("invalid_target", "a resource that is not the client's", null));
            }
            return List.of(asked);
        }
        var audience = new ArrayList<>(
                found == null ? client.ownAudiences() : found.grant().audiences());
        if (audience.isEmpty() || context.getAuthorizedScopes().contains(Scope.OPENID.label())) {
            audience.add(issuer);
        }
        return audience;
    }

    /// Whom a service's own token shall be for (RFC 8707 section 2.2): one interface, such as our own inside port.
    private static @Nullable String resource(JwtEncodingContext context) {
        return context.getAuthorizationGrant() instanceof OAuth2ClientCredentialsAuthenticationToken asked
                        && asked.getAdditionalParameters().get("resource") instanceof String one
                ? one
                : null;
    }

    private void identity(JwtEncodingContext context, Grants.Found found) {
        Grant grant = found.grant();
        var claims = context.getClaims();
        Instant now = clock.instant();
        claims.expiresAt(now.plus(Grant.ACCESS_LIFE));
        claims.claim("auth_time", grant.provenAt().getEpochSecond());
        claims.claim("acr", grant.acr());
        claims.claim("amr", grant.amr());
        claims.claim("sid", grant.session().toString());
        String nonce = found.extra().nonce();
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
    }
}
