package dev.sallyport.argon2;

import org.jspecify.annotations.Nullable;

/// Something that computes Argon2id: our algorithm over a kernel, or Bouncy Castle's. Used by one thread at a
/// time.
sealed interface Engine permits Argon2id, BouncyCastleArgon2id {

    byte[] hash(
            byte[] password,
            byte[] salt,
            byte @Nullable [] secret,
            byte @Nullable [] associatedData,
            Argon2Parameters parameters);

    /// Gives kept memory back; the engine stays usable.
    void release();
}
