package dev.sallyport.apikey;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A signed request as a gateway received it, before anything was decoded.
///
/// @param path without query, beginning with `/`
/// @param query as it stands behind `?`; empty for none
/// @param headers by their names in lower case, with every value that came
/// @param body null where only its hash was sent
/// @param bodyHash SHA-256
/// @param address the caller's, canonical
/// @param needed what the request needs, of the catalogue
record ApiRequest(
        String method,
        String host,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte @Nullable [] body,
        byte[] bodyHash,
        String address,
        Set<String> needed) {
    /// SHA-256 of nothing.
    private static final byte[] EMPTY = dev.sallyport.base.crypto.Tokens.sha256(new byte[0]);

    boolean hasBody() {
        return !java.util.Arrays.equals(bodyHash, EMPTY);
    }

    /// The one value of a header; null for none.
    ///
    /// @throws NotAccepted when it came more than once
    @Nullable
    String header(String name) throws NotAccepted {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        NotAccepted.unless(values.size() <= 1, NotAccepted.Code.AMBIGUOUS);
        return values.isEmpty() ? null : values.getFirst();
    }
}
