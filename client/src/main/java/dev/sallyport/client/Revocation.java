package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that Sallyport told on the stream: something that you may remember is no longer true.
///
/// @param id the same each time it is told (UUIDv7)
/// @param type `session.ended`, `session.held`, `tokens.revoked`, `account.disabled`, `apikey.changed` or
///     `apikey.revoked`
/// @param at when it happened, UTC
/// @param account whose
/// @param session the session; null where it is not about one
/// @param grant the grant (`gid` of tokens); null where it is not about one
/// @param token one token (`jti`); null where it is not about one
/// @param key a program's key (`sk_…`); null where it is not about one
/// @param reason a stable word; null where there is none
public record Revocation(
        String id,
        String type,
        Instant at,
        @Nullable String account,
        @Nullable String session,
        @Nullable String grant,
        @Nullable String token,
        @Nullable String key,
        @Nullable String reason) {

    static Revocation of(String id, String type, String json) throws Malformed {
        Map<String, Object> payload = Json.object(json);
        if (!(payload.get("data") instanceof Map<?, ?> data) || !(payload.get("timestamp") instanceof String time)) {
            throw new Malformed("no data or no timestamp");
        }
        try {
            return new Revocation(
                    id,
                    type,
                    Instant.parse(time),
                    text(data, "account"),
                    text(data, "session"),
                    text(data, "grant"),
                    text(data, "token"),
                    text(data, "key"),
                    text(data, "reason"));
        } catch (DateTimeException e) {
            throw new Malformed("no timestamp");
        }
    }

    private static @Nullable String text(Map<?, ?> data, String name) {
        return data.get(name) instanceof String text ? text : null;
    }
}
