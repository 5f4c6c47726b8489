package dev.sallyport.base.crypto;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One key of the ring.
///
/// @param id a short name, written beside everything the key has protected
/// @param created from a minute after this on, it is the one under which new things are protected
/// @param material the key itself; 32 bytes, for `SIGN` an Ed25519 private key in PKCS #8
/// @param publicKey for `SIGN`, the public key in X.509 form
record RingKey(String id, Use use, Instant created, byte[] material, byte @Nullable [] publicKey) {
    enum Use {
        /// Wraps each account's data key.
        WRAP,
        /// Makes blind indexes, by which an encrypted value is found.
        INDEX,
        /// The pepper of passwords and short codes.
        PEPPER,
        /// Signs the checkpoints of the record of facts.
        SIGN,
        /// Makes CSRF tokens and other values that no store remembers.
        TOKEN
    }

    @Override
    public String toString() {
        return use + " " + id;
    }
}
