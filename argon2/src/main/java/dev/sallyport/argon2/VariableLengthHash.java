package dev.sallyport.argon2;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.jspecify.annotations.Nullable;

/// The hashes around the block memory: H0 of RFC 9106 section 3.2 and H' of section 3.3, both from Blake2b.
/// Every buffer is wiped.
final class VariableLengthHash {

    private static final int VERSION = 0x13;
    private static final int TYPE_ID = 2;

    /// H0 and room for the two numbers that follow it in the input of the first blocks.
    static final int SEED = 72;

    static byte[] seed(
            byte[] password,
            byte[] salt,
            byte @Nullable [] secret,
            byte @Nullable [] associatedData,
            Argon2Parameters parameters) {
        Blake2bDigest digest = new Blake2bDigest(512);
        number(digest, parameters.lanes());
        number(digest, parameters.tagLength());
        number(digest, parameters.memoryKib());
        number(digest, parameters.iterations());
        number(digest, VERSION);
        number(digest, TYPE_ID);
        bytes(digest, password);
        bytes(digest, salt);
        bytes(digest, secret);
        bytes(digest, associatedData);
        byte[] seed = new byte[SEED];
        digest.doFinal(seed, 0);
        return seed;
    }

    /// H': fills `out` from `in`. Up to 64 bytes are one Blake2b; more are a chain of which each link gives
    /// its first half.
    static void stretch(byte[] in, byte[] out) {
        Blake2bDigest first = new Blake2bDigest(8 * Math.min(64, out.length));
        number(first, out.length);
        first.update(in, 0, in.length);
        if (out.length <= 64) {
            first.doFinal(out, 0);
            return;
        }
        byte[] link = new byte[64];
        first.doFinal(link, 0);
        Blake2bDigest next = new Blake2bDigest(512);
        int done = 0;
        while (out.length - done > 64) {
            System.arraycopy(link, 0, out, done, 32);
            done += 32;
            if (out.length - done > 64) {
                next.update(link, 0, 64);
                next.doFinal(link, 0);
            }
        }
        Blake2bDigest last = new Blake2bDigest(8 * (out.length - done));
        last.update(link, 0, 64);
        last.doFinal(out, done);
        Arrays.fill(link, (byte) 0);
    }

    private static void bytes(Blake2bDigest digest, byte @Nullable [] value) {
        number(digest, value == null ? 0 : value.length);
        if (value != null) {
            digest.update(value, 0, value.length);
        }
    }

    private static void number(Blake2bDigest digest, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            digest.update((byte) (value >>> shift));
        }
    }

    private VariableLengthHash() {}
}
