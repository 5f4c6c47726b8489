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
/// @param proof of the key that the request has, right but not used up yet; null when it showed none
/// @param clients those that were looked for: several parts ask, and one exchange sees one state of each
record Exchange(
        String getIssuer,
        AuthorizationServerSettings getAuthorizationServerSettings,
        Caller caller,
        DpopProofs.@Nullable Proof proof,
        Map<String, Optional<Client>> clients)
        implements AuthorizationServerContext {

    /// The thumbprint of the key that the request was proven to have; null when it showed none.
    @Nullable
    String jkt() {
        return proof == null ? null : proof.jkt();
    }

    static Exchange current() {
        return (Exchange) java.util.Objects.requireNonNull(AuthorizationServerContextHolder.getContext());
    }
}
