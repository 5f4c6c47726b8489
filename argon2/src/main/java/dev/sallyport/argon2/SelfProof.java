package dev.sallyport.argon2;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// What a kernel must compute correctly before it may hash a password: the Argon2id vector of RFC 9106
/// section 5.3, and a second case that the vector leaves out (one lane, more than 128 addresses a segment, a
/// long tag), for which Bouncy Castle is the referee.
final class SelfProof {

    private static final byte[] RFC_TAG =
            HexFormat.of().parseHex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    private static final Argon2Parameters RFC = new Argon2Parameters(32, 3, 4, 32);
    private static final Argon2Parameters LONGER = new Argon2Parameters(600, 2, 1, 100);

    /// Empty when the engine is right, else what it got wrong.
    static Optional<String> failure(Engine engine) {
        Optional<String> wrong = vectorFailure(engine);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (!Arrays.equals(longer(engine), longer(new BouncyCastleArgon2id()))) {
            return Optional.of("it does not compute what Bouncy Castle does");
        }
        return Optional.empty();
    }

    /// The RFC's vector alone, which takes moments even before the kernel is compiled.
    static Optional<String> vectorFailure(Engine engine) {
        byte[] tag = engine.hash(filled(32, 1), filled(16, 2), filled(8, 3), filled(12, 4), RFC);
        return Arrays.equals(tag, RFC_TAG)
                ? Optional.empty()
                : Optional.of("it does not compute the vector of RFC 9106 section 5.3");
    }

    private static byte[] longer(Engine engine) {
        return engine.hash(filled(19, 5), filled(16, 6), null, null, LONGER);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private SelfProof() {}
}
