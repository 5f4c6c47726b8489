package dev.sallyport.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request that a holder's program signed, exactly as it came: nothing decoded, nothing tidied up.
///
/// @param method as it came, in capitals
/// @param host the header `Host`, as it came
/// @param path without query
/// @param query what stands behind `?`; empty for none
/// @param headers every value of each header; capitals in names do not count
/// @param body null where there is none, or only its hash is known
/// @param bodyHash SHA-256 of the body, 32 bytes
/// @param address the caller's IP address, as your outermost trusted proxy saw it
public record ApiRequest(
        String method,
        String host,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte @Nullable [] body,
        byte[] bodyHash,
        String address) {
    private static final int HASH = 32;
    private static final byte[] NOTHING = Encoding.hash(new byte[0]);

    /// @throws IllegalArgumentException when the hash is none of 32 bytes
    public ApiRequest {
        headers = Map.copyOf(lower(headers));
        if (bodyHash.length != HASH) {
            throw new IllegalArgumentException("The hash of a body has 32 bytes.");
        }
    }

    /// @param target what stood in the first line between method and version, such as `/v1/orders?a=1`
    /// @param body empty for none
    public static ApiRequest of(
            String method, String host, String target, Map<String, List<String>> headers, byte[] body, String address) {
        byte[] whole = body.clone();
        return of(method, host, target, headers, whole, Encoding.hash(whole), address);
    }

    /// For bodies that are too large to hold: their hash is all that our own scheme signs.
    ///
    /// @param bodyHash SHA-256, 32 bytes
    public static ApiRequest hashed(
            String method,
            String host,
            String target,
            Map<String, List<String>> headers,
            byte[] bodyHash,
            String address) {
        return of(method, host, target, headers, null, bodyHash.clone(), address);
    }

    private static ApiRequest of(
            String method,
            String host,
            String target,
            Map<String, List<String>> headers,
            byte @Nullable [] body,
            byte[] bodyHash,
            String address) {
        int mark = target.indexOf('?');
        return new ApiRequest(
                method,
                host,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                body,
                bodyHash,
                address);
    }

    private static Map<String, List<String>> lower(Map<String, List<String>> headers) {
        var lower = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                .addAll(values));
        lower.replaceAll((name, values) -> List.copyOf(values));
        return lower;
    }

    boolean hasBody() {
        return !Arrays.equals(bodyHash, NOTHING);
    }

    /// Every value of a header.
    ///
    /// @param name in lower case
    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
