package dev.sallyport.argon2;

/// The compression function G of RFC 9106 section 3.5 over one work memory. A kernel keeps nothing between
/// two calls.
abstract class Kernel {

    /// Longs in a block of 1 KiB.
    static final int BLOCK = 128;

    /// Sets the block at `current` to G(previous, reference), xor what stands there when `xor` is true (from
    /// the second pass on). The blocks are given by the place of their first long in `memory`; `scratch` is a
    /// block this method may overwrite. `current` may be the same block as `reference`.
    final void fill(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {
        begin(memory, previous, reference, current, scratch, xor);
        finish(memory, previous, reference, current, scratch, xor);
    }

    /// The first part of [#fill]: when it returns, word 0 of the new block is final. That word chooses the
    /// block the next call will need, so that it can be fetched while [#finish] works.
    abstract void begin(long[] memory, int previous, int reference, int current, int scratch, boolean xor);

    /// The rest, with the same arguments and an untouched `scratch`.
    abstract void finish(long[] memory, int previous, int reference, int current, int scratch, boolean xor);

    /// Where this kernel keeps word `word` (0 to 127, in the order of the RFC) of a block. Each kernel orders
    /// the words of its blocks as suits its vectors; only the first and the last blocks, and the one word
    /// that chooses the reference, are read in the RFC's order. Word 0 is always at 0.
    abstract int position(int word);
}
