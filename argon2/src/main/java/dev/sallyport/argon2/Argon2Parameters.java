package dev.sallyport.argon2;

/// The cost of an Argon2id hash and the length of its result, within the limits of RFC 9106 section 3.1.
/// Version 0x13 and type id are fixed.
///
/// @param memoryKib  memory in KiB, m: at least 8 per lane; at most [#MAX_MEMORY_KIB], because the work
///     memory is one Java array
/// @param iterations passes over the memory, t: at least 1
/// @param lanes      degree of parallelism, p: 1 to 2^24 - 1. Part of the result; this module computes lanes
///     one after another
/// @param tagLength  length of the hash in bytes, T: at least 4
public record Argon2Parameters(int memoryKib, int iterations, int lanes, int tagLength) {

    /// 16 GiB less 16 KiB; RFC 9106 allows 2^32 - 1 KiB.
    public static final int MAX_MEMORY_KIB = (1 << 24) - 16;

    /// @throws IllegalArgumentException naming the value and its limit
    public Argon2Parameters {
        require(lanes >= 1 && lanes < 1 << 24, "lanes", lanes, "1 to 16777215");
        require(iterations >= 1, "iterations", iterations, "at least 1");
        require(tagLength >= 4, "tag length", tagLength, "at least 4 bytes");
        require(
                memoryKib >= 8L * lanes && memoryKib <= MAX_MEMORY_KIB,
                "memory",
                memoryKib,
                "%d (8 per lane) to %d KiB".formatted(8L * lanes, MAX_MEMORY_KIB));
    }

    private static void require(boolean holds, String name, int value, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("Argon2 %s is %d; allowed is %s".formatted(name, value, limit));
        }
    }

    /// Blocks of 1 KiB in a quarter of a lane (RFC 9106 section 3.4).
    int segment() {
        return memoryKib / (4 * lanes);
    }

    /// q, the blocks of a lane.
    int laneLength() {
        return 4 * segment();
    }

    /// m', the blocks of the matrix: the memory rounded down to a multiple of 4 per lane.
    int blocks() {
        return laneLength() * lanes;
    }
}
