package dev.sallyport.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The referee: what Bouncy Castle computes from 10,000 random parameter sets, every kernel computes too, to
/// the byte. A failure names its seed, which can be set (`-Dargon2.seed=...`) to repeat a run; each run draws
/// new sets.
class AgainstBouncyCastleTest {

    private static final int SETS = Integer.getInteger("argon2.sets", 10_000);

    private record Case(
            byte[] password, byte[] salt, byte @Nullable [] secret, byte @Nullable [] data, Argon2Parameters cost) {

        static Case drawn(Random random) {
            int lanes = 1 + random.nextInt(4);
            // Mostly a few blocks a segment; one in fifty draws segments of more than 128, which need several address
            // blocks.
            int kib = 8 * lanes + random.nextInt(random.nextInt(50) == 0 ? 3_000 : 80);
            var cost = new Argon2Parameters(kib, 1 + random.nextInt(3), lanes, 4 + random.nextInt(125));
            return new Case(
                    bytes(random, random.nextInt(201)),
                    bytes(random, random.nextInt(65)),
                    random.nextInt(3) == 0 ? null : bytes(random, random.nextInt(65)),
                    random.nextInt(3) == 0 ? null : bytes(random, random.nextInt(65)),
                    cost);
        }

        byte[] hashedBy(Engine engine) {
            return engine.hash(password, salt, secret, data, cost);
        }

        @Override
        public String toString() {
            HexFormat hex = HexFormat.of();
            return "%s password %s salt %s secret %s data %s"
                    .formatted(
                            cost,
                            hex.formatHex(password),
                            hex.formatHex(salt),
                            secret == null ? null : hex.formatHex(secret),
                            data == null ? null : hex.formatHex(data));
        }
    }

    @Test
    void everyKernelComputesWhatBouncyCastleDoes() {
        long seed = Long.getLong("argon2.seed", System.nanoTime());
        Random random = new Random(seed);
        Engine referee = new BouncyCastleArgon2id();
        List<Kernels> kernels = Kernels.ours();
        for (int i = 0; i < SETS; i++) {
            Case drawn = Case.drawn(random);
            byte[] expected = drawn.hashedBy(referee);
            for (Kernels kernel : kernels) {
                assertThat(drawn.hashedBy(kernel.engine()))
                        .as("%s, set %d of seed %d: %s", kernel, i, seed, drawn)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void largeMemoryOfTheKindServersUseIsTheSameToo() {
        var cost = new Argon2Parameters(19 * 1024, 2, 1, 32);
        Case one = new Case(new byte[] {1, 2, 3}, new byte[16], null, null, cost);
        byte[] expected = one.hashedBy(new BouncyCastleArgon2id());

        assertThat(Kernels.ours())
                .allSatisfy(k -> assertThat(one.hashedBy(k.engine())).isEqualTo(expected));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
