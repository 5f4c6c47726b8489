package dev.sallyport.argon2;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;

/// A kernel is proven, warmed up until C2 has compiled it, measured, and proven again: the second proof is of
/// the compiled code, which is what will hash passwords.
sealed interface Trial {

    /// @param nanosPerBlock the shortest time a block of 1 KiB took, in a memory that stays in the cache
    record Passed(Candidate candidate, double nanosPerBlock) implements Trial {}

    record Failed(Candidate candidate, String reason) implements Trial {}

    /// Both ways a block is filled occur only with two passes. 512 KiB stay in a second-level cache.
    Argon2Parameters WORK = new Argon2Parameters(512, 2, 1, 32);

    /// Code compiled by C2 stays below it on every machine seen; interpreted code and C1's take ten to a
    /// thousand times as long.
    double COMPILED_NANOS = 1_500;

    /// The rounds that must have been fast, so that all of it is compiled.
    int FAST_ROUNDS = 5;

    /// A slow kernel that has not become faster by a tenth for so long has no compilation to wait for. Like
    /// the limit of a trial, it counts this thread's processor time: on a busy machine, where the compiler
    /// has to wait for the processor too, a trial takes longer and comes to the same choice.
    Duration NO_FASTER = Duration.ofMillis(1_500);

    static Trial of(Candidate candidate, Duration atMost) {
        Argon2id engine;
        try {
            engine = new Argon2id(candidate.load().get());
            Optional<String> failure = SelfProof.failure(engine);
            if (failure.isPresent()) {
                return new Failed(candidate, failure.get());
            }
            double nanos = warmedUp(engine, processorNanos() + atMost.toNanos());
            return SelfProof.failure(engine)
                    .<Trial>map(wrong -> new Failed(candidate, "once compiled, " + wrong))
                    .orElse(new Passed(candidate, nanos));
        } catch (RuntimeException | LinkageError broken) {
            return new Failed(candidate, "it fails: " + broken);
        }
    }

    /// Ends when the rounds are fast, or when waiting any longer would change nothing.
    private static double warmedUp(Engine engine, long deadline) {
        byte[] password = new byte[16];
        byte[] salt = new byte[16];
        double best = Double.MAX_VALUE;
        long improved = processorNanos();
        for (int fast = 0; fast < FAST_ROUNDS; ) {
            long start = System.nanoTime();
            engine.hash(password, salt, null, null, WORK);
            double nanos = (double) (System.nanoTime() - start) / (WORK.blocks() * WORK.iterations());
            long now = processorNanos();
            if (nanos < 0.9 * best) {
                improved = now;
            }
            best = Math.min(best, nanos);
            fast = nanos < COMPILED_NANOS ? fast + 1 : 0;
            if (now > deadline || now - improved > NO_FASTER.toNanos()) {
                break;
            }
        }
        return best;
    }

    private static long processorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
