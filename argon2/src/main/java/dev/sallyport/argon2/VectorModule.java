package dev.sallyport.argon2;

/// The JDK's module of the Vector API, which a JVM has only when it is asked for.
///
/// There are two ways to ask. `--add-modules jdk.incubator.vector` is the JDK's own, and costs a start: with an
/// incubator module among those of the start, the JDK 25 keeps neither its module graph nor linked classes in an
/// ahead-of-time cache. A program whose manifest says `Add-Exports: java.base/jdk.internal.module` starts without
/// it and has the module loaded here, when a kernel first asks, by the method that the JVM itself uses for the
/// modules of agents. Where neither was said, or a later JDK has changed that method, there are no vector kernels,
/// and the log names the flag.
final class VectorModule {
    static final String FLAG = "--add-modules jdk.incubator.vector";

    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /// Loads it if it may and need be.
    static synchronized boolean isThere() {
        if (isVisible()) {
            return true;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError notAllowedOrNotThere) {
            return false;
        }
        return isVisible();
    }

    private static boolean isVisible() {
        try {
            Class.forName(NAME + ".LongVector", false, VectorModule.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
