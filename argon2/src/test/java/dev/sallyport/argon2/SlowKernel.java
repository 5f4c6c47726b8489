package dev.sallyport.argon2;

/// The scalar kernel, each block eight times.
final class SlowKernel extends Kernel {

    private final Kernel scalar = new ScalarKernel();

    @Override
    void begin(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {
        for (int i = 0; i < 8; i++) {
            // The scratch block takes the result the first seven times: that is the same work, and it is overwritten.
            scalar.fill(memory, previous, reference, i < 7 ? scratch : current, scratch, i == 7 && xor);
        }
    }

    @Override
    void finish(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {}

    @Override
    int position(int word) {
        return scalar.position(word);
    }
}
