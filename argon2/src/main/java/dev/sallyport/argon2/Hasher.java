package dev.sallyport.argon2;

import org.jspecify.annotations.Nullable;

/// Computes Argon2id hashes and keeps the work memory from one to the next, so that it is neither allocated
/// nor collected for each. One for every thread that hashes: calls on the same hasher wait for each other.
/// The memory grows to the largest parameters seen, is all zeros when a call returns (or throws), and is
/// given back by [#release()] and [#close()].
public final class Hasher implements AutoCloseable {

    private final Argon2 argon2;
    private Argon2.Chosen chosen;
    private Engine engine;
    private boolean closed;

    Hasher(Argon2 argon2) {
        this.argon2 = argon2;
        this.chosen = argon2.chosen();
        this.engine = chosen.engine().get();
    }

    /// The Argon2id hash (RFC 9106, version 0x13) of a password. The arguments are read only; wiping the
    /// password is the caller's business, everything derived from it inside is wiped.
    ///
    /// @param password       any length, UTF-8 where it is text
    /// @param salt           16 random bytes are recommended (RFC 9106 section 3.1)
    /// @param secret         K, a pepper kept apart from the hashes; null or empty for none
    /// @param associatedData X; null or empty for none
    /// @return `parameters.tagLength()` bytes
    /// @throws WorkMemoryException   when the heap has no room for the memory; the hasher stays usable
    /// @throws IllegalStateException after [#close()]
    public synchronized byte[] hash(
            byte[] password,
            byte[] salt,
            byte @Nullable [] secret,
            byte @Nullable [] associatedData,
            Argon2Parameters parameters) {
        if (closed) {
            throw new IllegalStateException("This Argon2 hasher is closed");
        }
        Argon2.Chosen now = argon2.chosen();
        if (!now.equals(chosen)) {
            engine.release();
            engine = now.engine().get();
            chosen = now;
        }
        return engine.hash(password, salt, secret, associatedData, parameters);
    }

    /// Whether `password` is the one stored. Compares in constant time; errors as [#hash].
    public boolean matches(EncodedHash stored, byte[] password, byte @Nullable [] secret) {
        return stored.matches(hash(password, stored.salt(), secret, null, stored.parameters()));
    }

    /// Gives the work memory back to the heap, for a thread that will be idle or after unusually large
    /// parameters.
    public synchronized void release() {
        engine.release();
    }

    /// Gives the work memory back; the hasher refuses further work.
    @Override
    public synchronized void close() {
        closed = true;
        engine.release();
    }

    /// For tests.
    synchronized Engine engine() {
        return engine;
    }
}
