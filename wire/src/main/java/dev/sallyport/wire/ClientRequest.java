package dev.sallyport.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client to be registered (`POST /v1/clients` on the inside port). What is absent is empty or false.
///
/// @param standing `verified` or `unverified` (when absent); the service's own are added by the operator's command
/// @param publicClient whether it can keep no secret
/// @param jwks its public keys as a JWK set (RFC 7517), in place of a secret
/// @param grants when absent `authorization_code` and `refresh_token`
public record ClientRequest(
        @Nullable String name,
        @Nullable String standing,
        @Nullable Boolean publicClient,
        @Nullable Boolean strict,
        @Nullable Boolean bound,
        @Nullable Map<String, Object> jwks,
        @Nullable List<String> grants,
        @Nullable List<String> scopes,
        @Nullable List<String> redirects,
        @Nullable List<String> afterLogout,
        @Nullable String backChannel,
        @Nullable List<String> audiences,
        @Nullable List<String> detailTypes) {}
