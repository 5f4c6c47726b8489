package dev.sallyport.base;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must be closed when the process is told to end, the last opened first: the server before the database
/// that it stands on. Java runs its own hooks all at once, which would take the database away from under the
/// requests that are still being answered.
public final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final ConcurrentLinkedDeque<AutoCloseable> OPEN = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Closing::now, "closing"));
    }

    private Closing() {}

    public static void atEnd(AutoCloseable opened) {
        OPEN.push(opened);
    }

    /// It is closed already.
    public static void forget(AutoCloseable closed) {
        OPEN.remove(closed);
    }

    /// What the end of the process does, done now.
    public static void now() {
        for (AutoCloseable next = OPEN.poll(); next != null; next = OPEN.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                LOG.error("Not closed cleanly: {}", next, e);
            }
        }
    }
}
