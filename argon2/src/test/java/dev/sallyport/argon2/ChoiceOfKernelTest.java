package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ChoiceOfKernelTest {

    private static final Argon2Parameters COST = new Argon2Parameters(64, 1, 1, 16);

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void theFastestProvenKernelHashes() {
        Argon2 argon2 =
                start(Choice.AUTO, able(Choice.BITS_256, SlowKernel::new), able(Choice.SCALAR, ScalarKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("scalar").isEqualTo(argon2.kernelName());
        assertThat(log).singleElement().asString().contains("scalar hashes", "256-bit", "µs a block");
    }

    @Test
    void aKernelThatFailsItsProofIsReplacedByBouncyCastleWithALogLine() {
        Argon2 argon2 =
                start(Choice.AUTO, able(Choice.BITS_256, WrongKernel::new), able(Choice.SCALAR, ScalarKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("bouncy-castle");
        assertThat(log).singleElement().asString().contains("bouncy-castle", "256-bit", "RFC 9106 section 5.3");
    }

    @Test
    void aKernelThatBecomesWrongOnceCompiledIsReplacedToo() {
        Argon2 argon2 = start(
                Choice.AUTO,
                able(Choice.BITS_256, () -> new WrongKernel(5_000)),
                able(Choice.SCALAR, ScalarKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("bouncy-castle");
        assertThat(log).singleElement().asString().contains("once compiled");
    }

    @Test
    void aKernelThatCannotBeLoadedIsReplacedToo() {
        Supplier<Kernel> unlinked = () -> {
            throw new NoClassDefFoundError("jdk/incubator/vector/LongVector");
        };
        Argon2 argon2 = start(Choice.AUTO, able(Choice.BITS_256, unlinked), able(Choice.SCALAR, ScalarKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("bouncy-castle");
        assertThat(log).singleElement().asString().contains("NoClassDefFoundError");
    }

    @Test
    void withoutVectorHardwareBouncyCastleHashesAndTheLogSaysWhy() {
        Argon2 argon2 = start(
                Choice.AUTO, unable(Choice.BITS_128, "it has no vectors"), able(Choice.SCALAR, ScalarKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("bouncy-castle");
        assertThat(log).singleElement().asString().contains("bouncy-castle", "it has no vectors");
    }

    @Test
    void aForcedKernelHashesEvenIfASlowOne() {
        Argon2 argon2 = start(Choice.BITS_256, able(Choice.BITS_256, SlowKernel::new));

        assertThat(argon2.ready().join()).isEqualTo("256-bit");
        assertThat(log).singleElement().asString().contains("256-bit", "as configured");
    }

    @Test
    void aForcedKernelThatCannotRunIsRefusedAtStart() {
        assertThatThrownBy(() -> start(Choice.BITS_512, unable(Choice.BITS_512, "the vectors are too short")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Argon2 kernel \"512\" was asked for and cannot be used: the vectors are too short");
    }

    @Test
    void aForcedKernelThatComputesWronglyIsRefusedAtStart() {
        assertThatThrownBy(() -> start(Choice.SCALAR, able(Choice.SCALAR, WrongKernel::new)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"scalar\"")
                .hasMessageContaining("RFC 9106 section 5.3");
    }

    @Test
    void aForcedKernelThatBecomesWrongFailsReadyAndIsNotUsed() {
        Argon2 argon2 = start(Choice.SCALAR, able(Choice.SCALAR, () -> new WrongKernel(5_000)));

        assertThatThrownBy(() -> argon2.ready().join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("once compiled");
        assertThat(argon2.kernelName()).isEqualTo("bouncy-castle");
        assertThat(log).singleElement().asString().contains("was asked for", "Bouncy Castle hashes");
    }

    @Test
    void bouncyCastleCanBeForcedAndIsReadyAtOnce() {
        Argon2 argon2 = start(Choice.BOUNCY_CASTLE);

        assertThat(argon2.ready()).isCompletedWithValue("bouncy-castle");
        assertThat(log).singleElement().asString().contains("bouncy-castle hashes (as configured)");
    }

    @Test
    void hashingWorksBeforeTheChoiceIsMadeAndChangesAfterItWithoutChangingTheBytes() {
        CountDownLatch released = new CountDownLatch(1);
        Argon2 argon2 = start(Choice.AUTO, able(Choice.BITS_256, () -> {
            awaitQuietly(released);
            return new ScalarKernel();
        }));
        try (Hasher hasher = argon2.newHasher()) {
            byte[] before = hash(hasher);
            assertThat(hasher.engine()).isInstanceOf(BouncyCastleArgon2id.class);
            assertThat(argon2.kernelName()).isEqualTo("bouncy-castle");

            released.countDown();
            argon2.ready().join();

            assertThat(hash(hasher)).isEqualTo(before);
            assertThat(hasher.engine()).isInstanceOf(Argon2id.class);
        }
    }

    @Test
    void completingTheFutureFromOutsideChangesNothing() {
        Argon2 argon2 = start(Choice.BOUNCY_CASTLE);
        argon2.ready().obtrudeValue("512-bit");

        assertThat(argon2.ready()).isCompletedWithValue("bouncy-castle");
    }

    @Test
    void everySettingNamesItsChoice() {
        assertThat(Choice.values())
                .allSatisfy(c -> assertThat(Choice.of(c.setting())).isEqualTo(c));
    }

    @Test
    void anUnknownSettingIsRefusedWithTheListOfKnownOnes() {
        assertThatThrownBy(() -> Choice.of("1024"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "No Argon2 kernel is called \"1024\"; choose one of auto, 512, 256, 128, scalar, bouncy-castle");
    }

    private Argon2 start(Choice choice, Candidate... candidates) {
        return Argon2.start(choice, log::add, List.of(candidates));
    }

    private static byte[] hash(Hasher hasher) {
        return hasher.hash(new byte[] {1, 2, 3}, new byte[16], null, null, COST);
    }

    private static Candidate able(Choice choice, Supplier<Kernel> load) {
        return new Candidate(choice, Optional::empty, load);
    }

    private static Candidate unable(Choice choice, String obstacle) {
        return new Candidate(choice, () -> Optional.of(obstacle), () -> {
            throw new AssertionError("a kernel that cannot run was loaded");
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
