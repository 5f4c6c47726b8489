package dev.sallyport.exchange;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an interface asks for when a token is not enough (`WWW-Authenticate`; RFC 6750 section 3.1, RFC 9470 section
/// 3).
///
/// @param error the OAuth error code; empty where there is none
record Challenge(
        String error,
        List<String> scopes,
        @Nullable String acrValues,
        @Nullable String maxAge) implements Serializable {
    /// Under which it waits in the browser's session for the next request to Sallyport.
    static final String NAME = "challenge";

    private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    static Challenge of(@Nullable String header) {
        String text = header == null ? "" : header;
        String scopes = parameter(text, "scope");
        return new Challenge(
                String.valueOf(parameter(text, "error")),
                scopes == null ? List.of() : Arrays.asList(scopes.split(" ")),
                parameter(text, "acr_values"),
                parameter(text, "max_age"));
    }

    private static @Nullable String parameter(String header, String name) {
        return PARAMETER
                .matcher(header)
                .results()
                .filter(result -> result.group(1).equals(name))
                .map(result -> result.group(2))
                .findFirst()
                .orElse(null);
    }

    /// Whether the holder can do something about it.
    boolean canBeMet() {
        return error.equals("insufficient_scope") || error.equals("insufficient_user_authentication");
    }
}
