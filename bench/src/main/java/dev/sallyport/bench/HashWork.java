package dev.sallyport.bench;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.Choice;
import dev.sallyport.argon2.Hasher;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Something that computes Argon2id with one lane. One for each thread.
interface HashWork {
    byte[] hash(byte[] password, byte[] salt, Argon2Parameters cost);

    /// Our module, once it has chosen.
    static Supplier<HashWork> ours(Choice choice) {
        Argon2 argon2 = Argon2.start(choice, line -> {});
        argon2.ready().join();
        return () -> {
            Hasher hasher = argon2.newHasher();
            return (password, salt, cost) -> hasher.hash(password, salt, null, null, cost);
        };
    }

    /// @param processorMillis of the hashing threads for each hash: what other programs on the machine
    ///     disturb less than the time that passed. A collector's threads are not in it, which favours whoever
    ///     allocates.
    record Turn(double perSecond, double processorMillis) {}

    /// All threads hash until the first of them passes the time.
    static Turn turn(List<HashWork> perThread, Argon2Parameters cost, Duration time) throws InterruptedException {
        var hashes = new LongAdder();
        var processor = new LongAdder();
        var stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (HashWork work : perThread) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                byte[] password = "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
                byte[] salt = new byte[16];
                while (!stop.get()) {
                    salt[0]++;
                    work.hash(password, salt, cost);
                    hashes.increment();
                    if (System.nanoTime() - start > time.toNanos()) {
                        stop.set(true);
                    }
                }
                processor.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Turn(hashes.sum() / seconds, processor.sum() / 1e6 / Math.max(1, hashes.sum()));
    }
}
