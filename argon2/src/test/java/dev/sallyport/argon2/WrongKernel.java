package dev.sallyport.argon2;

/// The scalar kernel with one bit wrong: from the start, or after so many blocks, as a compiler's mistake
/// would be.
final class WrongKernel extends Kernel {

    private final Kernel scalar = new ScalarKernel();
    private int right;

    WrongKernel() {
        this(0);
    }

    WrongKernel(int right) {
        this.right = right;
    }

    @Override
    void begin(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {
        scalar.fill(memory, previous, reference, current, scratch, xor);
        if (right-- <= 0) {
            memory[current + 77] ^= 1L << 40;
        }
    }

    @Override
    void finish(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {}

    @Override
    int position(int word) {
        return scalar.position(word);
    }
}
