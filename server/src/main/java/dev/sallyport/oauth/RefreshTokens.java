package dev.sallyport.oauth;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/// Makes refresh tokens that say where their grant is.
final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {
    private final Clock clock;

    RefreshTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
        OAuth2Authorization authorization = context.getAuthorization();
        Grants.Found found = authorization == null ? null : authorization.getAttribute(Authorizations.FOUND);
        if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType()) || found == null || authorization == null) {
            return null;
        }
        Instant now = clock.instant();
        Grant grant = found.grant();
        GrantToken again = authorization.getAttribute(Authorizations.NEXT);
        GrantToken token =
                again == null ? GrantToken.create(GrantToken.Kind.REFRESH, grant.account(), grant.id()) : again;
        return new OAuth2RefreshToken(token.reveal(), now, now.plus(Grant.REFRESH_LIFE));
    }
}
