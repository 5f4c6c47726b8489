package dev.sallyport.base.chain;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Base 58, whose alphabets have no letters that look alike.
///
/// @param alphabet its first letter stands for nought
record Base58(String alphabet) {
    static final Base58 BITCOIN = new Base58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
    /// The same letters in the order of the XRP Ledger.
    static final Base58 XRP = new Base58("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz");

    private static final BigInteger BASE = BigInteger.valueOf(58);
    /// Longer than any address; the work grows with the square.
    private static final int MOST = 64;

    private static final int CHECK = 4;

    Optional<byte[]> decode(String text) {
        if (text.isEmpty() || text.length() > MOST) {
            return Optional.empty();
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = alphabet.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == alphabet.charAt(0)) {
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
    Optional<byte[]> decodeChecked(String text) {
        return decode(text).filter(all -> all.length > CHECK).flatMap(all -> {
            byte[] payload = Arrays.copyOf(all, all.length - CHECK);
            byte[] check = Arrays.copyOfRange(all, all.length - CHECK, all.length);
            return Arrays.equals(check, Arrays.copyOf(sha256(sha256(payload)), CHECK))
                    ? Optional.of(payload)
                    : Optional.empty();
        });
    }

    /// The first letter that the alphabet does not have.
    OptionalInt wrongAt(String text) {
        return IntStream.range(0, text.length())
                .filter(i -> alphabet.indexOf(text.charAt(i)) < 0)
                .findFirst();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
