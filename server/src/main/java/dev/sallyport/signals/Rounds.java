package dev.sallyport.signals;

import dev.sallyport.signals.DeliveryStore.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Sees who waits for something, as soon as this node has news and otherwise once a second, and sends couriers. Each
/// receiver has his own, at most eight at a time in a node: one who is slow or dead delays nobody else. This is why it
/// is
/// no job: jobs share a few threads. What a node was telling when it died is told by another one, a minute later.
@Component
final class Rounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// Longer than any post can take, so that nobody tells what somebody else is telling.
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final int AT_ONCE = 8;

    private final DeliveryStore deliveries;
    private final ReceiverStore receivers;
    private final Courier courier;
    private final Topic topic;
    private final Clock clock;
    private final Semaphore news = new Semaphore(0);
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    Rounds(
            Outbox outbox,
            DeliveryStore deliveries,
            ReceiverStore receivers,
            Courier courier,
            Topic topic,
            Clock clock) {
        this.deliveries = deliveries;
        this.receivers = receivers;
        this.courier = courier;
        this.topic = topic;
        this.clock = clock;
        outbox.onNews(news::release);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("signals").start(this::go);
    }

    @Override
    public void stop() {
        running = false;
        Thread t = thread;
        if (t != null) {
            t.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void go() {
        while (running) {
            try {
                news.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                deliveries.waiting(clock.instant(), topic.isNamed()).forEach(this::send);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (running) {
                    LOG.warn("Receivers wait: {}", e.getMessage());
                }
            }
        }
    }

    private void send(UUID receiver) {
        if (busy.add(receiver)) {
            Thread.ofVirtual().name("signals-", 0).start(() -> {
                boolean told = false;
                try {
                    told = serve(receiver);
                } finally {
                    busy.remove(receiver);
                    if (told) {
                        // What came while we looked for the last time.
                        news.release();
                    }
                }
            });
        }
    }

    /// Until nothing is due, or the receiver rests.
    ///
    /// @return whether there was anything
    private boolean serve(UUID id) {
        boolean told = false;
        while (running) {
            var receiver = receivers.find(id);
            var now = clock.instant();
            if (receiver.isEmpty()
                    || receiver.get().state() != Receiver.State.ON
                    || receiver.get().resumeAt().isAfter(now)) {
                return told;
            }
            // One alone knocks at the door of somebody who did not open.
            int most = receiver.get().failures() > 0 ? 1 : AT_ONCE;
            List<Claimed> claimed = deliveries.claim(id, now, now.plus(CLAIM), most);
            if (claimed.isEmpty()) {
                return told;
            }
            together(receiver.get(), claimed);
            told = true;
        }
        return told;
    }

    private void together(Receiver receiver, List<Claimed> claimed) {
        try (var couriers = Executors.newVirtualThreadPerTaskExecutor()) {
            claimed.forEach(one -> couriers.execute(() -> carry(receiver, one)));
        }
    }

    /// When the database does not answer, the claim runs out and somebody tells it again, with the same id.
    private void carry(Receiver receiver, Claimed claimed) {
        try {
            courier.carry(receiver, claimed);
        } catch (RuntimeException e) {
            LOG.warn("Event {} waits: {}", claimed.event().id(), e.getMessage());
        }
    }
}
