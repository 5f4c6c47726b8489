package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A live key of a holder's program (`GET /v1/api-keys/{key}`).
///
/// @param key its id
/// @param account whose it is
/// @param kind `read`, `trade`, `transfer` or `withdraw`
/// @param algorithm `ed25519`, `hmac-sha256` or `hmac-sha512`
/// @param scheme how its requests are signed, see docs/api-keys.md
/// @param publicKey the 32 bytes of an Ed25519 key in base64url; null for a shared secret
/// @param addresses CIDR ranges that it may be used from; empty for anywhere
/// @param destinations for a withdraw key, the only ones it may send to
/// @param expiresAt null for never
/// @param frozen it rests until its holder says otherwise; refuse what it signs
public record ApiKeyDescription(
        String key,
        String account,
        String kind,
        List<String> scopes,
        String algorithm,
        String scheme,
        @Nullable String publicKey,
        List<String> addresses,
        List<String> destinations,
        @Nullable Instant expiresAt,
        boolean frozen) {}
