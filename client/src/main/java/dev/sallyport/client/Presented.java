package dev.sallyport.client;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request as it came, as far as a token goes.
///
/// @param method the HTTP method, as it came
/// @param uri the whole address that the caller used, as he sees it: behind a proxy that is the public
///     one. Take scheme and host from your settings, never from a header that callers can set
/// @param authorization every value of the header `Authorization`
/// @param dpop every value of the header `DPoP`
/// @param nonce what you demand as `nonce` in the proof (RFC 9449 section 9); null for nothing
public record Presented(
        String method,
        URI uri,
        List<String> authorization,
        List<String> dpop,
        @Nullable String nonce) {
    public Presented {
        authorization = List.copyOf(authorization);
        dpop = List.copyOf(dpop);
    }

    public Presented(String method, URI uri, List<String> authorization, List<String> dpop) {
        this(method, uri, authorization, dpop, null);
    }
}
