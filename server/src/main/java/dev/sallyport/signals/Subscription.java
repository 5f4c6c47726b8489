package dev.sallyport.signals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One open stream's news, in the order they came. Who falls far behind is let go, and resumes from
/// his cursor.
final class Subscription implements AutoCloseable {
    private static final int MOST = 10_000;

    private final BlockingQueue<Optional<Revocation>> news = new LinkedBlockingQueue<>(MOST);
    private final Consumer<Subscription> onClose;
    private volatile boolean open = true;

    Subscription(Consumer<Subscription> onClose) {
        this.onClose = onClose;
    }

    void offer(Revocation revocation) {
        if (!news.offer(Optional.of(revocation))) {
            close();
        }
    }

    /// The next piece; empty when none came in time, or when the stream is over.
    Optional<Revocation> next(Duration patience) throws InterruptedException {
        Optional<Revocation> next = open ? news.poll(patience.toMillis(), TimeUnit.MILLISECONDS) : null;
        return next == null ? Optional.empty() : next;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        onClose.accept(this);
        news.clear();
        // Wakes whoever waits.
        news.offer(Optional.empty());
    }
}
