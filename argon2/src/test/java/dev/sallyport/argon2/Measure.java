package dev.sallyport.argon2;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A small measurement, not a test: what a hash costs with each kernel named and, where the machine has it,
/// with libsodium. Rounds are interleaved, so that a machine that changes its speed changes all alike. The
/// command is in the README.
final class Measure {

    /// One hash of the password and salt given, with one lane and 32 bytes; each thread has its own.
    private interface Work {
        byte[] hash(byte[] password, byte[] salt, Argon2Parameters cost);
    }

    /// Processor time is what a hash costs, and what other programs on the machine disturb less. It leaves
    /// out the collector's threads, which favours Bouncy Castle: it allocates its memory for each hash.
    private record Round(double hashesPerSecond, double processorMillis) {}

    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final long ROUND_NANOS = Long.getLong("round.ms", 500) * 1_000_000;
    private static final int[][] COSTS = {{7 * 1024, 5}, {19 * 1024, 2}, {46 * 1024, 1}, {64 * 1024, 3}};

    public static void main(String[] kernels) throws Exception {
        Map<String, Supplier<Work>> contenders = new LinkedHashMap<>();
        for (String kernel : kernels) {
            Argon2 argon2 = Argon2.start(Choice.of(kernel), System.out::println);
            String name = argon2.ready().join();
            contenders.put(name, () -> {
                Hasher hasher = argon2.newHasher();
                return (password, salt, cost) -> hasher.hash(password, salt, null, null, cost);
            });
        }
        libsodium().ifPresent(sodium -> contenders.put("libsodium", () -> sodium));
        for (int threads = 1; threads <= 2; threads++) {
            for (int[] cost : COSTS) {
                measure(contenders, threads, new Argon2Parameters(cost[0], cost[1], 1, 32));
            }
        }
    }

    private static void measure(Map<String, Supplier<Work>> contenders, int threads, Argon2Parameters cost)
            throws InterruptedException {
        Map<String, List<Work>> works = new LinkedHashMap<>();
        contenders.forEach((name, maker) -> {
            List<Work> perThread = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                perThread.add(maker.get());
            }
            works.put(name, perThread);
        });
        Map<String, Round[]> rounds = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (var contender : works.entrySet()) {
                Round one = round(contender.getValue(), cost);
                // The round before the first is for warming up.
                if (round >= 0) {
                    rounds.computeIfAbsent(contender.getKey(), _ -> new Round[ROUNDS])[round] = one;
                }
            }
        }
        System.out.printf("%d KiB, t=%d, %d thread(s)%n", cost.memoryKib(), cost.iterations(), threads);
        Round[] first = rounds.values().iterator().next();
        rounds.forEach((name, r) -> System.out.printf(
                "    %-14s %7.2f ms of processor a hash, %.2f times the first; %.1f/s%n",
                name,
                median(round -> r[round].processorMillis()),
                median(round -> r[round].processorMillis() / first[round].processorMillis()),
                median(round -> r[round].hashesPerSecond())));
    }

    private static double median(IntToDoubleFunction value) {
        return IntStream.range(0, ROUNDS).mapToDouble(value).sorted().toArray()[ROUNDS / 2];
    }

    private static Round round(List<Work> perThread, Argon2Parameters cost) throws InterruptedException {
        LongAdder hashes = new LongAdder();
        LongAdder processor = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (Work work : perThread) {
            threads.add(Thread.ofPlatform().start(() -> {
                byte[] password = "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
                byte[] salt = new byte[16];
                while (!stop.get()) {
                    salt[0]++;
                    work.hash(password, salt, cost);
                    hashes.increment();
                    // Whole hashes only: a round ends with the first that passes its time.
                    if (System.nanoTime() - start > ROUND_NANOS) {
                        stop.set(true);
                    }
                }
                processor.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Round(hashes.sum() * 1e9 / (System.nanoTime() - start), processor.sum() / 1e6 / hashes.sum());
    }

    /// libsodium's crypto_pwhash, which computes the same Argon2id; it wipes and frees its memory for each
    /// hash.
    @SuppressWarnings("restricted")
    private static Optional<Work> libsodium() throws Exception {
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup(System.getProperty("sodium", "libsodium.so.23"), Arena.global());
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        var ptr = ValueLayout.ADDRESS;
        var size = ValueLayout.JAVA_LONG;
        var number = ValueLayout.JAVA_INT;
        MethodHandle init =
                linker.downcallHandle(library.find("sodium_init").orElseThrow(), FunctionDescriptor.of(number));
        MethodHandle pwhash = linker.downcallHandle(
                library.find("crypto_pwhash").orElseThrow(),
                FunctionDescriptor.of(number, ptr, size, ptr, size, ptr, size, size, number));
        invoke(init);
        return Optional.of((password, salt, cost) -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocate(32);
                invoke(
                        pwhash,
                        out,
                        32L,
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, password),
                        (long) password.length,
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, salt),
                        (long) cost.iterations(),
                        cost.memoryKib() * 1024L,
                        2);
                return out.toArray(ValueLayout.JAVA_BYTE);
            }
        });
    }

    private static void invoke(MethodHandle function, Object... arguments) {
        try {
            if ((int) function.invokeWithArguments(arguments) < 0) {
                throw new IllegalStateException("libsodium refused");
            }
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Measure() {}
}
