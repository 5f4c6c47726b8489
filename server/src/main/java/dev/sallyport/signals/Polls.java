package dev.sallyport.signals;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Plain;
import dev.sallyport.signals.Receiver.State;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// Tokens for those who fetch them (RFC 8936). What is not acknowledged comes again, with the same
/// id; what the receiver cannot use is in the list of the dead.
@Component
final class Polls {
    /// How long one waits for something to come. Shorter than a connection may be silent.
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MOST = 100;
    private static final int MOST_ERROR = 200;
    /// So many wait at once for one service in a node.
    static final int MOST_WAITING = 20;

    private final DeliveryStore store;
    private final Sets sets;
    private final Tx tx;
    private final Clock clock;
    private final Places places = new Places(MOST_WAITING);
    private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();

    Polls(DeliveryStore store, Sets sets, Outbox outbox, Tx tx, Clock clock) {
        this.store = store;
        this.sets = sets;
        this.tx = tx;
        this.clock = clock;
        outbox.onNews(() -> waiting.forEach(Semaphore::release));
    }

    void acknowledge(Receiver stream, List<UUID> taken, Map<UUID, String> refused) {
        if (taken.isEmpty() && refused.isEmpty()) {
            return;
        }
        tx.run(() -> {
            store.taken(stream.id(), taken);
            refused.forEach((event, error) ->
                    store.refused(stream.id(), event, clock.instant(), Plain.oneLine(error, MOST_ERROR)));
        });
    }

    record Found(Map<String, String> sets, boolean more) {}

    /// @param most how many tokens; 0 for none, to acknowledge only
    /// @param wait whether to wait when there is nothing
    Found next(Receiver stream, int most, boolean wait) {
        if (most <= 0 || stream.state() != State.ON) {
            return new Found(Map.of(), false);
        }
        int wanted = Math.min(most, MOST);
        List<Event> found = store.next(stream.id(), wanted + 1);
        if (found.isEmpty() && wait) {
            found = awaited(stream, wanted + 1);
        }
        var tokens = new LinkedHashMap<String, String>();
        found.stream().limit(wanted).forEach(event -> tokens.put(event.id().toString(), sets.write(stream, event)));
        return new Found(tokens, found.size() > wanted);
    }

    private List<Event> awaited(Receiver stream, int most) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Event> found = List.of();
        places.take(stream.owner());
        try {
            while (found.isEmpty() && System.nanoTime() < end && waited()) {
                found = store.next(stream.id(), most);
            }
            return found;
        } finally {
            places.leave(stream.owner());
        }
    }

    /// Until there are news here, or a moment has passed in which another node may have had some.
    private boolean waited() {
        var news = new Semaphore(0);
        waiting.add(news);
        try {
            news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.remove(news);
        }
    }
}
