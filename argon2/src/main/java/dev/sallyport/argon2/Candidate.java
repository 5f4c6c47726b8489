package dev.sallyport.argon2;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A kernel that may or may not run here.
///
/// @param choice   the setting that forces it
/// @param obstacle why it cannot run here, as the end of a sentence; empty when it can
/// @param load     makes the kernel; called only without an obstacle
record Candidate(Choice choice, Supplier<Optional<String>> obstacle, Supplier<Kernel> load) {

    /// Widest first.
    static List<Candidate> all() {
        return List.of(
                vector(Choice.BITS_512, 512),
                vector(Choice.BITS_256, 256),
                vector(Choice.BITS_128, 128),
                new Candidate(Choice.SCALAR, Optional::empty, () -> load("ScalarKernel")));
    }

    private static Candidate vector(Choice choice, int bits) {
        return new Candidate(choice, () -> vectorObstacle(bits), () -> load("Kernel" + bits));
    }

    private static Optional<String> vectorObstacle(int bits) {
        if (!VectorModule.isThere()) {
            return Optional.of("the JVM runs without " + VectorModule.FLAG);
        }
        // A vector wider than the hardware's still computes, in Java objects, some hundred times slower.
        int widest = VectorHardware.bits();
        return widest >= bits
                ? Optional.empty()
                : Optional.of("this machine's vectors have at most %d bits".formatted(widest));
    }

    /// By name, because a class that uses the Vector API cannot be linked where the module is missing.
    private static Kernel load(String name) {
        try {
            return Class.forName(Candidate.class.getPackageName() + "." + name)
                    .asSubclass(Kernel.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("Argon2 kernel " + name + " cannot be loaded", broken);
        }
    }
}
