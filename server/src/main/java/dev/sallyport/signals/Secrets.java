package dev.sallyport.signals;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What signs for one webhook: the newest secret, and for a day after a change the one before it as well, so that a
/// receiver changes over without losing anything (Standard Webhooks, "zero downtime secret rotation").
final class Secrets {
    static final Duration OVERLAP = Duration.ofHours(24);
    private static final String COLUMN = "signal_receiver.secrets";
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    private record One(byte[] key, @Nullable Instant until) {}

    private final List<One> all;

    private Secrets(List<One> all) {
        this.all = all;
    }

    static Secrets create() {
        return new Secrets(List.of(new One(Tokens.random(BYTES), null)));
    }

    /// A new secret in front; those that are there hold for a while yet.
    Secrets rotated(Instant now) {
        var next = new ArrayList<One>();
        next.add(new One(Tokens.random(BYTES), null));
        Instant end = now.plus(OVERLAP);
        for (One one : all) {
            Instant until = one.until == null ? end : one.until;
            if (until.isAfter(now)) {
                next.add(new One(one.key, until));
            }
        }
        return new Secrets(next);
    }

    /// The newest one, as its receiver writes it down.
    Secret shown() {
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(all.getFirst().key));
    }

    /// The value of `webhook-signature`: one signature for each secret that holds, the newest first.
    String sign(UUID id, long timestamp, String body, Instant now) {
        byte[] content = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return String.join(
                " ",
                all.stream()
                        .filter(one -> one.until == null || one.until.isAfter(now))
                        .map(one -> "v1," + Base64.getEncoder().encodeToString(hmac(one.key, content)))
                        .toList());
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    byte[] close(Vault vault, UUID receiver) {
        var text = new StringBuilder();
        for (One one : all) {
            text.append(Base64.getEncoder().encodeToString(one.key))
                    .append(' ')
                    .append(one.until == null ? "-" : one.until)
                    .append('\n');
        }
        return vault.closeUnowned(COLUMN, receiver.toString(), text.toString());
    }

    static Secrets open(Vault vault, UUID receiver, byte[] closed) {
        return new Secrets(vault.openUnowned(COLUMN, receiver.toString(), closed)
                .lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new One(
                        Base64.getDecoder().decode(parts[0]), parts[1].equals("-") ? null : Instant.parse(parts[1])))
                .toList());
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
