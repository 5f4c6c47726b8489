package dev.sallyport.argon2;

/// The heap has no room for the work memory of a hash. Nothing was hashed; the [Hasher] stays usable, and a
/// later call tries again. Whoever bounds the number of hashing threads bounds the memory: threads x
/// `memoryKib`.
public final class WorkMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkMemoryException(int kib, OutOfMemoryError cause) {
        super(
                "No room for %d KiB of Argon2 work memory on a heap of at most %d KiB: lower the memory or the number of hashing threads, or raise -Xmx"
                        .formatted(kib, Runtime.getRuntime().maxMemory() / 1024),
                cause);
    }
}
