package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Says whether a letter is from Sallyport (Standard Webhooks 1.0: HMAC-SHA256 over id, time and body)
/// and new.
///
/// Sallyport sends a letter again, with the same id, until it was answered with 2xx: what was handled
/// already comes out as [Letter.Repeated]. What was told is remembered in this process for a day, up to
/// a hundred thousand letters; for longer, and for several processes, keep the ids with your own data.
public final class Webhooks {
    /// By how much the time in a letter may differ from ours, as the standard recommends.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST = 100_000;
    private static final String PREFIX = "whsec_";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final int MOST_SIGNATURES = 10;
    private static final int LEAST_SECRET = 24;

    private final List<SecretKeySpec> secrets = new ArrayList<>();
    private final Memory told;
    private final Clock clock;

    private Webhooks(List<String> secrets, Clock clock) {
        for (String secret : secrets) {
            String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
            byte[] key = Base64.getDecoder().decode(encoded);
            if (key.length < LEAST_SECRET) {
                throw new IllegalArgumentException("A webhook secret has at least 24 bytes.");
            }
            this.secrets.add(new SecretKeySpec(key, "HmacSHA256"));
        }
        if (this.secrets.isEmpty()) {
            throw new IllegalArgumentException("At least one webhook secret is needed.");
        }
        this.told = new Memory(MOST, clock);
        this.clock = clock;
    }

    /// @param secrets as Sallyport showed them, `whsec_…`; during a change the new and the old one
    /// @throws IllegalArgumentException when one of them is none
    public static Webhooks of(String... secrets) {
        return new Webhooks(List.of(secrets), Clock.systemUTC());
    }

    static Webhooks of(Clock clock, String... secrets) {
        return new Webhooks(List.of(secrets), clock);
    }

    /// What a letter is.
    public sealed interface Letter {
        /// From Sallyport, and new. Answer 2xx once it is handled; if that fails call [Webhooks#forget],
        /// answer 500, and it comes again.
        ///
        /// @param id the same each time it is sent
        /// @param type such as `session.ended`
        /// @param at when it happened, UTC
        /// @param data numbers, kinds and times, by name
        record Genuine(String id, String type, Instant at, Map<String, Object> data) implements Letter {}

        /// From Sallyport, and handled before. Answer 2xx and do nothing.
        record Repeated(String id) implements Letter {}

        /// Anybody's. Answer 401 and do nothing.
        ///
        /// @param detail for your log only
        record Forged(String detail) implements Letter {}

        /// It cannot be told whether it was handled. Answer 503; it comes again.
        record Unknown(String detail) implements Letter {}
    }

    /// @param header gives a header by its name, such as `request::getHeader`; null where there is none
    /// @param body the bytes as they came; not read and written again
    public Letter verify(Function<String, @Nullable String> header, byte[] body) {
        String id = header.apply("webhook-id");
        String time = header.apply("webhook-timestamp");
        String signatures = header.apply("webhook-signature");
        if (id == null || time == null || signatures == null) {
            return new Letter.Forged("a header is missing");
        }
        // With a dot in one of them the same bytes could be read in two ways.
        if (!ID.matcher(id).matches() || !SECONDS.matcher(time).matches()) {
            return new Letter.Forged("id or time");
        }
        if (!isSigned(id + "." + time + ".", body, signatures)) {
            return new Letter.Forged("signature");
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(time));
        if (Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return new Letter.Forged("sent at another time");
        }
        return read(id, body);
    }

    private boolean isSigned(String start, byte[] body, String signatures) {
        String[] each = signatures.split(" ", MOST_SIGNATURES + 1);
        boolean right = false;
        for (SecretKeySpec secret : secrets) {
            byte[] ours = hmac(secret, start, body);
            for (int i = 0; i < Math.min(each.length, MOST_SIGNATURES); i++) {
                right |= each[i].startsWith("v1,")
                        && MessageDigest.isEqual(ours, each[i].substring(3).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return right;
    }

    private static byte[] hmac(SecretKeySpec secret, String start, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(start.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encode(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @SuppressWarnings("unchecked")
    private Letter read(String id, byte[] body) {
        try {
            Map<String, Object> payload = Json.object(body);
            if (payload.get("type") instanceof String type
                    && payload.get("timestamp") instanceof String time
                    && payload.get("data") instanceof Map<?, ?> data) {
                var genuine = new Letter.Genuine(id, type, Instant.parse(time), (Map<String, Object>) data);
                boolean first = told.isFirst(id, clock.instant().plus(REMEMBERED));
                return first ? genuine : new Letter.Repeated(id);
            }
            return new Letter.Forged("not an event");
        } catch (Malformed | DateTimeException e) {
            return new Letter.Forged("not an event: " + e.getMessage());
        } catch (IllegalStateException e) {
            return new Letter.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /// Lets a letter come again, after handling it has failed.
    public void forget(String id) {
        told.forget(id);
    }
}
