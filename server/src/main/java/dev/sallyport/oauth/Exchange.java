package dev.sallyport.oauth;

import dev.sallyport.base.who.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/// What one request to an endpoint of programs is about, where Spring's parts look for it.
///
/// @param jkt the thumbprint of the key that the request was proven to have; null when it showed none
/// @param clients those that were looked for: several parts ask, and one exchange sees one state of each
record Exchange(
        String getIssuer,
        AuthorizationServerSettings getAuthorizationServerSettings,
        Caller caller,
        @Nullable String jkt,
        Map<String, Optional<Client>> clients)
        implements AuthorizationServerContext {

    static Exchange current() {
        return (Exchange) java.util.Objects.requireNonNull(AuthorizationServerContextHolder.getContext());
    }
}
