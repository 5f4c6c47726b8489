package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkMemoryTest {

    private static final byte[] PASSWORD = {1, 2, 3};
    private static final byte[] SALT = new byte[16];
    private static final Argon2Parameters SMALL = new Argon2Parameters(64, 2, 2, 32);
    private static final Argon2Parameters LARGE = new Argon2Parameters(512, 1, 1, 32);

    static List<Kernels> kernels() {
        return Kernels.ours();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyLongIsZeroAfterAHash(Kernels kernel) {
        Argon2id engine = (Argon2id) kernel.engine();
        engine.hash(PASSWORD, SALT, null, null, LARGE);
        engine.hash(PASSWORD, SALT, null, null, SMALL);

        assertThat(engine.memory().words()).hasSizeGreaterThan(512 * 128).containsOnly(0L);
    }

    @Test
    void everyLongIsZeroAfterAHashThatFailed() {
        Argon2id engine = new Argon2id(new KernelThatBreaks(400));

        assertThatThrownBy(() -> engine.hash(PASSWORD, SALT, null, null, LARGE)).hasMessage("broken on purpose");
        assertThat(engine.memory().words()).hasSizeGreaterThan(0).containsOnly(0L);
    }

    @Test
    void memoryIsKeptFromOneHashToTheNext() {
        Argon2id engine = new Argon2id(new KernelThatBreaks(Integer.MAX_VALUE));
        engine.hash(PASSWORD, SALT, null, null, LARGE);
        long[] kept = engine.memory().words();
        engine.hash(PASSWORD, SALT, null, null, SMALL);
        engine.hash(PASSWORD, SALT, null, null, LARGE);

        assertThat(engine.memory().words()).isSameAs(kept);
    }

    @Test
    void releasedMemoryIsGivenBackAndComesAgain() {
        Argon2id engine = new Argon2id(new KernelThatBreaks(Integer.MAX_VALUE));
        byte[] before = engine.hash(PASSWORD, SALT, null, null, SMALL);
        engine.release();

        assertThat(engine.memory().words()).isEmpty();
        assertThat(engine.hash(PASSWORD, SALT, null, null, SMALL)).isEqualTo(before);
    }

    @Test
    void aHeapWithoutRoomIsAClearErrorAndTheNextHashWorks() {
        Argon2id engine = new Argon2id(new KernelThatBreaks(Integer.MAX_VALUE));
        byte[] before = engine.hash(PASSWORD, SALT, null, null, SMALL);
        var tooLarge = new Argon2Parameters(Argon2Parameters.MAX_MEMORY_KIB, 1, 1, 32);

        assertThatThrownBy(() -> engine.hash(PASSWORD, SALT, null, null, tooLarge))
                .isInstanceOf(WorkMemoryException.class)
                .hasMessageContaining("No room for 16777200 KiB")
                .hasMessageContaining("-Xmx");
        assertThat(engine.hash(PASSWORD, SALT, null, null, SMALL)).isEqualTo(before);
    }

    /// The scalar kernel until it has filled so many blocks. Before it breaks, the memory must hold something
    /// to wipe.
    private static final class KernelThatBreaks extends Kernel {
        private final Kernel scalar = new ScalarKernel();
        private int left;

        KernelThatBreaks(int blocks) {
            left = blocks;
        }

        @Override
        void begin(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {
            if (left-- == 0) {
                assertThat(Arrays.stream(memory).filter(l -> l != 0).count()).isGreaterThan(10_000);
                throw new IllegalStateException("broken on purpose");
            }
            scalar.fill(memory, previous, reference, current, scratch, xor);
        }

        @Override
        void finish(long[] memory, int previous, int reference, int current, int scratch, boolean xor) {}

        @Override
        int position(int word) {
            return scalar.position(word);
        }
    }
}
