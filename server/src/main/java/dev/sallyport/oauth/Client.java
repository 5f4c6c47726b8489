package dev.sallyport.oauth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A program that may ask for access.
///
/// @param strict FAPI 2.0: pushed requests, keys and tokens bound to a key only (F-1)
/// @param bound takes tokens that are bound to its key (DPoP) and no others
/// @param jwks its public keys as a JWK set, when it proves itself by a key
/// @param grants RFC 6749 grant types
/// @param redirects where answers may go, each exactly
/// @param afterLogout where a browser may go after signing out, each exactly
/// @param backChannel where it is told that a session has ended
/// @param audiences the interfaces (RFC 8707) that its tokens may be for
/// @param detailTypes the types of RFC 9396 details that it may ask for
record Client(
        String id,
        String name,
        Standing standing,
        Method method,
        boolean strict,
        boolean bound,
        byte @Nullable [] secretHash,
        @Nullable String jwks,
        Set<String> grants,
        Set<String> scopes,
        List<String> redirects,
        List<String> afterLogout,
        @Nullable String backChannel,
        List<String> audiences,
        Set<String> detailTypes,
        Instant addedAt) {
    /// Among its audiences when it calls our inside port beside an interface of its own: the same scope may mean
    /// something else there.
    static final String INSIDE = "urn:sallyport:inside";

    enum Standing {
        /// The service's own: its holder is not asked for consent.
        OWN,
        /// The operator knows who is behind it.
        VERIFIED,
        UNVERIFIED
    }

    /// How it proves that it is itself.
    enum Method {
        /// A public client, which can keep no secret.
        NONE,
        /// `client_secret_basic`
        SECRET,
        /// `private_key_jwt`
        KEY
    }

    boolean callsInside() {
        return audiences.isEmpty() || audiences.contains(INSIDE);
    }

    /// The interfaces that its tokens are for when it does not say; none for our own.
    List<String> ownAudiences() {
        return audiences.stream().filter(one -> !one.equals(INSIDE)).toList();
    }

    boolean isPublic() {
        return method == Method.NONE;
    }

    /// Where a refresh token is rotated: one that is bound to a key and shown by a client with a key is not (F-1).
    boolean rotates() {
        return isPublic() || !bound;
    }
}
