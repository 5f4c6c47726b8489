package dev.sallyport.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.who.AccountId;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/// Our grants, codes and tokens as Spring's parts see them. They are given only what was brought to us; of all else we
/// have hashes.
@Component
class Authorizations {
    /// Under which the grant itself comes along.
    static final String FOUND = Grants.Found.class.getName();
    /// Under which the token comes along by which it was found.
    static final String BROUGHT = GrantToken.class.getName();
    /// Under which that one comes along which goes out in its place again.
    static final String NEXT = GrantToken.class.getName() + ".next";

    private final RegisteredClients clients;
    private final Clock clock;

    Authorizations(RegisteredClients clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Nullable
    OAuth2Authorization ofCode(Grants.Found found, GrantToken code) {
        Instant until = java.util.Objects.requireNonNull(found.row().codeUntil());
        return of(found, AuthorizationGrantType.AUTHORIZATION_CODE)
                .map(builder -> builder.attribute(BROUGHT, code)
                        .token(new OAuth2AuthorizationCode(
                                code.reveal(), found.grant().createdAt(), until))
                        .build())
                .orElse(null);
    }

    @Nullable
    OAuth2Authorization ofRefresh(Exchanges.Refreshing refreshing, GrantToken token, boolean exchanged) {
        Grant grant = refreshing.found().grant();
        GrantToken next = refreshing.next();
        var brought = new OAuth2RefreshToken(
                token.reveal(),
                refreshing.token().issuedAt(),
                refreshing.token().until());
        // One that was used is good for nothing but to have its successor again.
        boolean over = next != null && !exchanged;
        return of(refreshing.found(), AuthorizationGrantType.AUTHORIZATION_CODE)
                .map(builder -> (next == null ? builder : builder.attribute(NEXT, next))
                        .attribute(BROUGHT, token)
                        .token(
                                brought,
                                metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, over))
                        // The generator of the next ID token wants to see a former one.
                        .token(new OidcIdToken(
                                "-",
                                grant.createdAt(),
                                grant.createdAt().plusSeconds(1),
                                Map.of("sub", grant.account().toString())))
                        .build())
                .orElse(null);
    }

    @Nullable
    OAuth2Authorization ofDevice(DeviceStore.Row row, String deviceCode, Optional<Grants.Found> found) {
        RegisteredClient client = clients.findByClientId(row.client());
        if (client == null) {
            return null;
        }
        Instant until = row.until();
        Optional<OAuth2Authorization.Builder> granted = found.flatMap(f -> of(f, AuthorizationGrantType.DEVICE_CODE));
        boolean over = row.state() == DeviceStore.State.REFUSED
                || row.state() == DeviceStore.State.USED
                || (row.state() == DeviceStore.State.ALLOWED && granted.isEmpty());
        return granted.orElseGet(() -> OAuth2Authorization.withRegisteredClient(client)
                        .principalName(client.getClientId())
                        .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE))
                .token(
                        new OAuth2DeviceCode(deviceCode, row.createdAt(), until),
                        metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, over))
                .token(
                        new OAuth2UserCode("-", row.createdAt(), until),
                        metadata -> metadata.put(
                                OAuth2Authorization.Token.INVALIDATED_METADATA_NAME,
                                row.state() != DeviceStore.State.OPEN))
                .build();
    }

    @Nullable
    OAuth2Authorization ofAccess(AccessTokens.Access access, String value) {
        RegisteredClient client = clients.findByClientId(access.client());
        if (client == null) {
            return null;
        }
        Map<String, Object> claims = claims(access.claims());
        var token = new OAuth2AccessToken(
                access.jkt() == null ? OAuth2AccessToken.TokenType.BEARER : OAuth2AccessToken.TokenType.DPOP,
                value,
                (Instant) claims.get("iat"),
                (Instant) claims.get("exp"),
                Set.copyOf(ClientStore.split(String.valueOf(claims.getOrDefault("scope", "")))));
        return OAuth2Authorization.withRegisteredClient(client)
                .principalName(access.claims().getSubject())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .token(token, metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims))
                .build();
    }

    private static Map<String, Object> claims(JWTClaimsSet signed) {
        var claims = new HashMap<String, Object>();
        signed.getClaims().forEach((name, value) -> {
            if (value != null) {
                claims.put(name, value instanceof Date date ? date.toInstant() : value);
            }
        });
        claims.put("aud", List.copyOf(signed.getAudience()));
        return claims;
    }

    /// Whose it is, in the form that Spring's parts ask for.
    static Authentication holder(AccountId account) {
        return UsernamePasswordAuthenticationToken.authenticated(account.toString(), null, List.of());
    }

    private Optional<OAuth2Authorization.Builder> of(Grants.Found found, AuthorizationGrantType type) {
        Grant grant = found.grant();
        RegisteredClient client = clients.findByClientId(grant.client());
        if (client == null) {
            return Optional.empty();
        }
        Set<String> scopes = grant.effective(clock.instant());
        var request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(Endpoints.AUTHORIZE)
                .clientId(grant.client())
                .scopes(scopes)
                .additionalParameters(Map.of("code_challenge", grant.challenge(), "code_challenge_method", "S256"));
        if (!grant.redirectUri().isEmpty()) {
            request.redirectUri(grant.redirectUri());
        }
        return Optional.of(OAuth2Authorization.withRegisteredClient(client)
                .id(grant.id().toString())
                .principalName(grant.account().toString())
                .authorizationGrantType(type)
                .authorizedScopes(scopes)
                .attribute(Principal.class.getName(), holder(grant.account()))
                .attribute(OAuth2AuthorizationRequest.class.getName(), request.build())
                .attribute(FOUND, found));
    }

    /// The id of a single access token.
    static UUID tokenId(Map<String, Object> claims) {
        return UUID.fromString(String.valueOf(claims.get("jti")));
    }
}
