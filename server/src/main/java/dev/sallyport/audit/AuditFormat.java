package dev.sallyport.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// What the hashes of the record are made of: fields of fixed length, or with their length in front. The
/// database computes a fact's hash by `audit_hash`; docs/audit.md writes all of it down.
final class AuditFormat {
    static final int HASH_BYTES = 32;
    private static final byte[] FACT = bytes("sallyport audit fact 1");
    private static final byte[] HEADS = bytes("sallyport audit heads 1");
    private static final byte[] CHECKPOINT = bytes("sallyport audit checkpoint 1");

    private AuditFormat() {}

    /// What stands before the first fact of a chain, and before the first checkpoint.
    static byte[] beginning() {
        return new byte[HASH_BYTES];
    }

    static byte[] fact(
            byte[] previous, UUID account, long seq, Instant at, String kind, boolean succeeded, byte[] detail) {
        byte[] kindBytes = bytes(kind);
        var input = ByteBuffer.allocate(
                FACT.length + HASH_BYTES + 16 + 8 + 8 + 4 + kindBytes.length + 1 + 4 + detail.length);
        input.put(FACT).put(previous).putLong(account.getMostSignificantBits());
        input.putLong(account.getLeastSignificantBits()).putLong(seq).putLong(micros(at));
        input.putInt(kindBytes.length).put(kindBytes);
        input.put((byte) (succeeded ? 1 : 0)).putInt(detail.length).put(detail);
        return sha256().digest(input.array());
    }

    /// @param heads how many heads the digest is over
    static byte[] checkpoint(long number, Instant at, int heads, byte[] headsDigest, byte[] previous) {
        var input = ByteBuffer.allocate(CHECKPOINT.length + 8 + 8 + 4 + 2 * HASH_BYTES);
        input.put(CHECKPOINT)
                .putLong(number)
                .putLong(micros(at))
                .putInt(heads)
                .put(headsDigest)
                .put(previous);
        return sha256().digest(input.array());
    }

    /// A digest over heads, to be added in the order of their accounts.
    static MessageDigest heads() {
        MessageDigest digest = sha256();
        digest.update(HEADS);
        return digest;
    }

    static void add(MessageDigest heads, UUID account, long seq, byte[] hash) {
        var one = ByteBuffer.allocate(16 + 8 + HASH_BYTES);
        one.putLong(account.getMostSignificantBits()).putLong(account.getLeastSignificantBits());
        one.putLong(seq).put(hash);
        heads.update(one.array());
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
