package dev.sallyport.password;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the calling thread behind the others of the machine. The JVM ignores a thread's priority on Linux unless
/// it is told otherwise for all of them, and then cannot be nicer than 4, which is felt too little.
final class Niceness {
    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    /// A tenth of the weight of a common thread (`sched_nice_to_weight`); all of the processor when it is idle.
    static final int LOW = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private Niceness() {}

    /// `setpriority(2)`, which on Linux is of one thread. Elsewhere, and where it is not possible, nothing is
    /// done: nothing is right or wrong by it.
    static void low() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        try {
            if ((int) call().invokeExact(PRIO_PROCESS, CALLING_THREAD, LOW) != 0) {
                LOG.info("hashing threads run at the common priority");
            }
        } catch (Throwable notHere) {
            LOG.info("hashing threads run at the common priority: {}", notHere.toString());
        }
    }

    @SuppressWarnings("restricted") // The launcher enables native access.
    private static MethodHandle call() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(
                library.findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
