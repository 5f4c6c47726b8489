package dev.sallyport.argon2;

import java.util.Arrays;

/// The memory one hashing thread keeps. Between two hashes every long of it is zero.
final class WorkMemory {

    /// A heap array starts 16 bytes after its object; six longs further, blocks begin on a cache line when
    /// the object does, as G1's and ZGC's large objects do. A 512-bit vector then never straddles two lines.
    static final int PAD = 6;

    /// The blocks before the matrix: scratch of the kernel, zeros, input and output of the address generator.
    static final int SCRATCH = PAD;

    static final int ADDRESS_SCRATCH = SCRATCH + Kernel.BLOCK;
    static final int ZEROS = ADDRESS_SCRATCH + Kernel.BLOCK;
    static final int INPUT = ZEROS + Kernel.BLOCK;
    static final int ADDRESSES = INPUT + Kernel.BLOCK;
    static final int MATRIX = ADDRESSES + Kernel.BLOCK;

    private long[] words = new long[0];

    /// The memory, large enough for a matrix of `blocks`.
    ///
    /// @throws WorkMemoryException when the heap has no room for it; what was kept before is then given back
    long[] forMatrix(int blocks) {
        int needed = MATRIX + blocks * Kernel.BLOCK;
        if (words.length < needed) {
            // Given back first: a thread never holds the old and the new memory together.
            release();
            try {
                words = new long[needed];
            } catch (OutOfMemoryError noRoom) {
                throw new WorkMemoryException(blocks, noRoom);
            }
        }
        return words;
    }

    /// Zeros what a matrix of `blocks` and the blocks before it have used.
    void wipe(int blocks) {
        Arrays.fill(words, 0, Math.min(words.length, MATRIX + blocks * Kernel.BLOCK), 0);
    }

    void release() {
        words = new long[0];
    }

    /// For tests: the memory as it stands.
    long[] words() {
        return words;
    }
}
