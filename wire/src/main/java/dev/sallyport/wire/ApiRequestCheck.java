package dev.sallyport.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is asked of `POST /v1/api-requests/check`: a signed request of a holder's program, exactly as it came.
///
/// @param method as it came, in capitals
/// @param host the header `Host`, as it came
/// @param path as it came, nothing decoded, without query
/// @param query what stands behind `?`, nothing decoded; empty or missing for none
/// @param headers every value of each header that the signature scheme reads, and of `Content-Type`;
///     sending all of them is right
/// @param body base64 of the whole body; missing where there is none, or only its hash is told
/// @param bodySha256 SHA-256 of the body in hex, which is enough for schemes that sign the hash
/// @param address the caller's IP address, as your outermost trusted proxy saw it
/// @param scopes what the request needs, of your catalogue; missing for nothing in particular
public record ApiRequestCheck(
        @Nullable String method,
        @Nullable String host,
        @Nullable String path,
        @Nullable String query,
        @Nullable Map<String, List<String>> headers,
        @Nullable String body,
        @Nullable String bodySha256,
        @Nullable String address,
        @Nullable List<String> scopes) {}
