package dev.sallyport.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// HMAC-SHA256 (RFC 2104) under one secret, which is mixed in once and not at each message.
final class Hmac {
    private static final int BLOCK = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    Hmac(byte[] secret) {
        byte[] key = Arrays.copyOf(secret.length > BLOCK ? Encoding.hash(secret) : secret, BLOCK);
        this.inner = begun(key, 0x36);
        this.outer = begun(key, 0x5c);
    }

    private static MessageDigest begun(byte[] key, int pad) {
        byte[] block = key.clone();
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) pad;
        }
        try {
            MessageDigest begun = MessageDigest.getInstance("SHA-256");
            begun.update(block);
            return begun;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] of(byte[] message) {
        try {
            byte[] hash = ((MessageDigest) inner.clone()).digest(message);
            return ((MessageDigest) outer.clone()).digest(hash);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied", e);
        }
    }
}
