package dev.sallyport.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/// Tells of a token whom it concerns only (RFC 7662 section 4): the client that it was given to, and those services
/// that
/// it is for and that the operator lets ask, by the scope `tokens.introspect`. To everybody else it is no token.
final class Introspection implements AuthenticationProvider {
    /// An app of the same interface as another has no business with the other's tokens.
    static final String SCOPE = "tokens.introspect";

    private final OAuth2TokenIntrospectionAuthenticationProvider all;
    private final Clients clients;

    Introspection(RegisteredClients registered, AuthorizationBook book, Clients clients) {
        this.all = new OAuth2TokenIntrospectionAuthenticationProvider(registered, book);
        this.clients = clients;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var asked = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        if (!(asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken asking)
                || ClientAuthenticationMethod.NONE.equals(asking.getClientAuthenticationMethod())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        Authentication answer = all.authenticate(authentication);
        RegisteredClient client = asking.getRegisteredClient();
        if (answer instanceof OAuth2TokenIntrospectionAuthenticationToken told
                && client != null
                && concerns(client.getClientId(), told.getTokenClaims())) {
            return told;
        }
        return new OAuth2TokenIntrospectionAuthenticationToken(
                asked.getToken(), asking, OAuth2TokenIntrospection.builder().build());
    }

    private boolean concerns(String client, OAuth2TokenIntrospection claims) {
        if (!claims.isActive() || client.equals(claims.getClientId())) {
            return true;
        }
        List<String> audience = claims.getAudience();
        return audience != null
                && clients.find(client)
                        .filter(c -> c.scopes().contains(SCOPE))
                        .filter(c -> c.audiences().stream().anyMatch(audience::contains))
                        .isPresent();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
