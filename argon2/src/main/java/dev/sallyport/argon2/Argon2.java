package dev.sallyport.argon2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Chooses what hashes, once for the process, and makes the [Hasher]s. Thread-safe.
///
///     Argon2 argon2 = Argon2.start(Choice.AUTO, System.err::println);
///     try (Hasher hasher = argon2.newHasher()) {
///         byte[] hash = hasher.hash(password, salt, null, null, parameters);
///     }
///
/// The choice is made on a daemon thread, about a second of work beside the start of the application. Hashers
/// work at once, by Bouncy Castle, and change to the chosen kernel at their next hash; the bytes are the
/// same.
public final class Argon2 {

    /// A kernel this much faster than the scalar one runs at its full speed, and a narrower one need not be
    /// tried.
    private static final double CLEARLY_FASTER = 1.5;

    /// Processor time of the trying thread; usually a fifth of it is used.
    private static final Duration TRIAL_AT_MOST = Duration.ofSeconds(4);

    private static final Chosen UNTIL_READY = new Chosen(Choice.BOUNCY_CASTLE, BouncyCastleArgon2id::new);

    private final List<Candidate> candidates;
    private final Consumer<String> log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private volatile Chosen chosen = UNTIL_READY;

    /// What hashes at the moment.
    record Chosen(Choice choice, Supplier<Engine> engine) {}

    /// Starts the choice in the background and returns at once.
    ///
    /// @param log takes one line when the choice is made, or for the reason of a fallback; called from the
    ///     background thread
    /// @throws IllegalStateException when a kernel other than [Choice#AUTO] is asked for and cannot run here
    ///     or computes the vector of RFC 9106 wrongly; the message says why
    public static Argon2 start(Choice choice, Consumer<String> log) {
        return start(choice, log, Candidate.all());
    }

    /// The same, with the second of work put off until `begin` completes, for an application that wants to
    /// answer first. Bouncy Castle hashes until then.
    public static Argon2 start(Choice choice, Consumer<String> log, CompletionStage<?> begin) {
        return start(choice, log, begin, Candidate.all());
    }

    static Argon2 start(Choice choice, Consumer<String> log, List<Candidate> candidates) {
        return start(choice, log, CompletableFuture.completedStage(null), candidates);
    }

    private static Argon2 start(
            Choice choice, Consumer<String> log, CompletionStage<?> begin, List<Candidate> candidates) {
        Argon2 argon2 = new Argon2(log, candidates);
        Runnable work = switch (choice) {
            case AUTO -> argon2::chooseFastest;
            case BOUNCY_CASTLE -> () -> argon2.choose(UNTIL_READY, "as configured");
            case BITS_512, BITS_256, BITS_128, SCALAR -> argon2.forced(choice);
        };
        if (choice == Choice.BOUNCY_CASTLE) {
            work.run();
        } else {
            begin.thenRun(
                    () -> Thread.ofPlatform().daemon().name("argon2-warm-up").start(() -> argon2.guarded(work)));
        }
        return argon2;
    }

    private Argon2(Consumer<String> log, List<Candidate> candidates) {
        this.log = log;
        this.candidates = candidates;
    }

    /// Completes with the kernel's name when the choice is made. Completes exceptionally only when a forced
    /// kernel proved wrong or broke while it was warmed up; hashing then stays with Bouncy Castle, and
    /// whoever forced a kernel should stop here. What is done to the returned future changes nothing.
    public CompletableFuture<String> ready() {
        return ready.copy();
    }

    /// What hashes now: `512-bit`, `256-bit`, `128-bit`, `scalar` or `bouncy-castle`, which is also the name
    /// until [#ready()].
    public String kernelName() {
        return chosen.choice().kernelName();
    }

    /// A hasher for one thread.
    public Hasher newHasher() {
        return new Hasher(this);
    }

    Chosen chosen() {
        return chosen;
    }

    private void chooseFastest() {
        List<Candidate> vectors =
                candidates.stream().filter(c -> c.choice() != Choice.SCALAR).toList();
        List<Candidate> able =
                vectors.stream().filter(c -> c.obstacle().get().isEmpty()).toList();
        if (able.isEmpty()) {
            fallBack(vectors.getLast().obstacle().get().orElseThrow());
            return;
        }
        List<Candidate> order = new ArrayList<>(able);
        candidates.stream().filter(c -> c.choice() == Choice.SCALAR).forEach(scalar -> order.add(1, scalar));
        List<Trial.Passed> passed = new ArrayList<>();
        for (Candidate candidate : order) {
            switch (Trial.of(candidate, TRIAL_AT_MOST)) {
                case Trial.Failed failed -> {
                    // One wrong answer and neither this JVM nor this machine is trusted with the others.
                    fallBack("the %s kernel failed its proof: %s".formatted(name(candidate), failed.reason()));
                    return;
                }
                case Trial.Passed one -> passed.add(one);
            }
            if (passed.size() == 2
                    && passed.get(0).nanosPerBlock() * CLEARLY_FASTER
                            < passed.get(1).nanosPerBlock()) {
                break;
            }
        }
        Trial.Passed fastest = passed.stream()
                .min(Comparator.comparingDouble(Trial.Passed::nanosPerBlock))
                .orElseThrow();
        choose(
                fastest.candidate(),
                "the fastest of " + passed.stream().map(Argon2::speed).toList());
    }

    private Runnable forced(Choice choice) {
        Candidate candidate = candidates.stream()
                .filter(c -> c.choice() == choice)
                .findFirst()
                .orElseThrow();
        Optional<String> obstacle = candidate
                .obstacle()
                .get()
                .or(() -> SelfProof.vectorFailure(new Argon2id(candidate.load().get())));
        if (obstacle.isPresent()) {
            throw new IllegalStateException("Argon2 kernel \"%s\" was asked for and cannot be used: %s"
                    .formatted(choice.setting(), obstacle.get()));
        }
        return () -> {
            switch (Trial.of(candidate, TRIAL_AT_MOST)) {
                case Trial.Failed failed ->
                    throw new IllegalStateException("Argon2 kernel \"%s\" was asked for and failed its proof: %s"
                            .formatted(choice.setting(), failed.reason()));
                case Trial.Passed passed -> choose(candidate, "as configured, " + speed(passed));
            }
        };
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error broken) {
            try {
                log.accept("Argon2id: " + broken.getMessage() + "; Bouncy Castle hashes");
            } finally {
                ready.completeExceptionally(broken);
            }
        }
    }

    private void fallBack(String reason) {
        choose(UNTIL_READY, "the fallback, about three times slower, because " + reason);
    }

    private void choose(Candidate candidate, String why) {
        choose(
                new Chosen(
                        candidate.choice(), () -> new Argon2id(candidate.load().get())),
                why);
    }

    private void choose(Chosen choice, String why) {
        chosen = choice;
        log.accept("Argon2id: %s hashes (%s)".formatted(kernelName(), why));
        ready.complete(kernelName());
    }

    private static String name(Candidate candidate) {
        return candidate.choice().kernelName();
    }

    private static String speed(Trial.Passed passed) {
        return String.format(
                Locale.ROOT, "%s %.2f µs a block", name(passed.candidate()), passed.nanosPerBlock() / 1_000);
    }
}
