package dev.sallyport.oauth;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/// Exchanges refresh tokens. Whoever sent the same twice at once, and comes second, is looked at once more: by then it
/// stands what the first one got.
final class Refreshes implements AuthenticationProvider {
    private final OAuth2RefreshTokenAuthenticationProvider provider;

    Refreshes(OAuth2AuthorizationService book, OAuth2TokenGenerator<? extends OAuth2Token> tokens) {
        this.provider = new OAuth2RefreshTokenAuthenticationProvider(book, tokens);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        try {
            return provider.authenticate(authentication);
        } catch (Exchanges.Overtaken overtaken) {
            return provider.authenticate(authentication);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return provider.supports(authentication);
    }
}
