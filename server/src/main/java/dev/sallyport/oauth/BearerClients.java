package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// A service that asks of tokens may show an access token of its own in place of its key (RFC 7662 section 2.1): an
/// assertion is good once, and would have to be signed, checked and written down for each question.
///
/// The token must be the service's own, for us, name [Introspection#SCOPE], and be bound to no key.
final class BearerClients implements AuthenticationConverter, AuthenticationProvider {
    private static final ClientAuthenticationMethod METHOD = new ClientAuthenticationMethod("Bearer");
    private static final String PREFIX = "Bearer ";

    private final RegisteredClientRepository clients;
    private final AccessTokens tokens;
    private final String issuer;

    BearerClients(RegisteredClientRepository clients, AccessTokens tokens, Config config) {
        this.clients = clients;
        this.tokens = tokens;
        this.issuer = config.origin().toString();
    }

    /// The token that this client has shown, if it came by one.
    static Optional<String> shown(OAuth2ClientAuthenticationToken client) {
        return METHOD.equals(client.getClientAuthenticationMethod()) && client.getCredentials() instanceof String token
                ? Optional.of(token)
                : Optional.empty();
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                        && header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                        && Endpoints.INTROSPECT.equals(request.getServletPath())
                ? new OAuth2ClientAuthenticationToken("-", METHOD, header.substring(PREFIX.length()), null)
                : null;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var asked = (OAuth2ClientAuthenticationToken) authentication;
        Optional<String> shown = shown(asked);
        if (shown.isEmpty()) {
            return null;
        }
        RegisteredClient client = tokens.find(shown.get())
                .filter(access -> access.account() == null && access.jkt() == null)
                .filter(access -> access.claims().getAudience().contains(issuer))
                .filter(access -> access.scopes().contains(Introspection.SCOPE))
                .map(access -> clients.findByClientId(access.client()))
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        return new OAuth2ClientAuthenticationToken(client, METHOD, shown.get());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
