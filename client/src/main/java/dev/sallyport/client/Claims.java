package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an access token says (RFC 9068 section 2.2), once it is believed.
///
/// @param id `jti`, this token's own
/// @param account `sub`: the holder's account, a UUID; a client's own id where it acts for itself
/// @param client `client_id`: the program that the token was given to
/// @param session `sid`: the session it hangs on; null where it hangs on none
/// @param grant `gid`: what the holder agreed to; null for a client that acts for itself
/// @param scopes `scope`: what it may be used for
/// @param audience `aud`: whom it is for
/// @param issuedAt `iat`, UTC, whole seconds
/// @param expiresAt `exp`, UTC, whole seconds
/// @param provenAt `auth_time`: when the holder last proved himself, UTC, whole seconds
/// @param acr how strongly: `urn:sallyport:acr:1fa`, `urn:sallyport:acr:2fa` or `phr` (resistant to
///     phishing)
/// @param amr with what (RFC 8176), such as `pwd`
/// @param keyThumbprint `cnf.jkt`: the key that whoever shows it must have (RFC 9449); null for any
///     bearer
/// @param all every claim by its name, as JSON: [Map], [List], [String], [Long], [java.math.BigDecimal],
///     [Boolean]
public record Claims(
        String id,
        String account,
        String client,
        @Nullable String session,
        @Nullable String grant,
        Set<String> scopes,
        List<String> audience,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant provenAt,
        @Nullable String acr,
        List<String> amr,
        @Nullable String keyThumbprint,
        Map<String, Object> all) {

    static Claims of(Map<String, Object> all) throws Malformed {
        return new Claims(
                required(all, "jti"),
                required(all, "sub"),
                required(all, "client_id"),
                text(all, "sid"),
                text(all, "gid"),
                words(text(all, "scope")),
                texts(all, "aud"),
                requiredTime(all, "iat"),
                requiredTime(all, "exp"),
                time(all, "auth_time"),
                text(all, "acr"),
                texts(all, "amr"),
                thumbprint(all),
                Collections.unmodifiableMap(all));
    }

    private static @Nullable String text(Map<String, Object> all, String name) throws Malformed {
        Object value = all.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Malformed(name + " is no text");
    }

    private static String required(Map<String, Object> all, String name) throws Malformed {
        String text = text(all, name);
        if (text == null || text.isEmpty()) {
            throw new Malformed("no " + name);
        }
        return text;
    }

    private static Set<String> words(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /// One text, or a list of them (RFC 7519 section 4.1.3).
    private static List<String> texts(Map<String, Object> all, String name) throws Malformed {
        Object value = all.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        var texts = new ArrayList<String>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                if (!(one instanceof String text)) {
                    throw new Malformed(name + " is no list of texts");
                }
                texts.add(text);
            }
            return List.copyOf(texts);
        }
        throw new Malformed(name + " is no list of texts");
    }

    static @Nullable Instant time(Map<String, Object> all, String name) throws Malformed {
        Object value = all.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Long seconds && seconds >= 0 && seconds < Instant.MAX.getEpochSecond()) {
            return Instant.ofEpochSecond(seconds);
        }
        throw new Malformed(name + " is no time");
    }

    private static Instant requiredTime(Map<String, Object> all, String name) throws Malformed {
        Instant time = time(all, name);
        if (time == null) {
            throw new Malformed("no " + name);
        }
        return time;
    }

    /// Bound in a way that we cannot check is not bound in no way.
    private static @Nullable String thumbprint(Map<String, Object> all) throws Malformed {
        Object bound = all.get("cnf");
        if (bound == null) {
            return null;
        }
        if (bound instanceof Map<?, ?> members && members.size() == 1 && members.get("jkt") instanceof String jkt) {
            return jkt;
        }
        throw new Malformed("bound in an unknown way");
    }
}
