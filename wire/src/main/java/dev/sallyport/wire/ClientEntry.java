package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that may ask for access, as the register has it.
///
/// @param clientId begins with `app-`
/// @param standing `own`, `verified` or `unverified`
/// @param method how it proves itself: `none` (a public client), `client_secret_basic` or `private_key_jwt`
/// @param strict FAPI 2.0
/// @param bound its tokens are bound to its key (DPoP, RFC 9449)
/// @param grants RFC 6749 grant types
/// @param scopes what it may ask for
/// @param redirects where browsers come back to, exactly
/// @param afterLogout where browsers may go after signing out, exactly
/// @param backChannel where it is told that a session has ended (OpenID Connect Back-Channel Logout)
/// @param audiences the interfaces that its tokens are for (RFC 8707)
/// @param detailTypes the types of `authorization_details` that it may ask for (RFC 9396)
public record ClientEntry(
        String clientId,
        String name,
        String standing,
        String method,
        boolean strict,
        boolean bound,
        List<String> grants,
        List<String> scopes,
        List<String> redirects,
        List<String> afterLogout,
        @Nullable String backChannel,
        List<String> audiences,
        List<String> detailTypes,
        Instant addedAt) {}
