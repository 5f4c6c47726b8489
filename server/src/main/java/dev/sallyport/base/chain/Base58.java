package dev.sallyport.base.chain;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// Base 58 with Bitcoin's alphabet, which has no letters that look alike.
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    /// Longer than any address; the work grows with the square.
    private static final int MOST = 64;

    private static final int CHECK = 4;

    private Base58() {}

    static Optional<byte[]> decode(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return Optional.empty();
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        // Without the byte that BigInteger puts in front for the sign, and with the zeros that it drops.
        byte[] magnitude = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int sign = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] all = new byte[zeros + magnitude.length - sign];
        System.arraycopy(magnitude, sign, all, zeros, magnitude.length - sign);
        return Optional.of(all);
    }

    /// What stands before the four bytes of its checksum; empty where they do not fit.
    static Optional<byte[]> decodeChecked(String text) {
        return decode(text).filter(all -> all.length > CHECK).flatMap(all -> {
            byte[] payload = Arrays.copyOf(all, all.length - CHECK);
            byte[] check = Arrays.copyOfRange(all, all.length - CHECK, all.length);
            return Arrays.equals(check, Arrays.copyOf(sha256(sha256(payload)), CHECK))
                    ? Optional.of(payload)
                    : Optional.empty();
        });
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
