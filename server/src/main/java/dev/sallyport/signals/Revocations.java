package dev.sallyport.signals;

import dev.sallyport.base.db.Feed;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.oauth.Recalls;
import dev.sallyport.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Who listens to this node's stream of revocations. News come by the feed between nodes as they
/// commit. A node that cannot hear the feed ends every stream at once: what is open tells all there
/// is, and what tells nothing is shut.
@Component
public final class Revocations implements SmartLifecycle {
    /// How far before its cursor a stream is resumed: an event has its id from before its transaction
    /// ends, and clocks of nodes differ. What comes twice has the same id.
    static final Duration OVERLAP = Duration.ofMinutes(5);

    private static final int PAGE = 500;
    private static final UUID LAST = new UUID(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final int MOST_STREAMS = 1_000;
    static final int MOST_OF_ONE = 250;
    private static final List<String> TYPES =
            Arrays.stream(Kind.values()).filter(Kind::revokes).map(Kind::type).toList();

    private final EventStore store;
    private final Recalls recalls;
    private final Feed feed;
    private final Clock clock;
    private final JsonMapper json;
    private final Places places = new Places(MOST_OF_ONE);
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Revocations(EventStore store, Recalls recalls, Feed feed, Clock clock, JsonMapper json, MeterRegistry meters) {
        this.store = store;
        this.recalls = recalls;
        this.feed = feed;
        this.clock = clock;
        this.json = json;
        meters.gauge("sallyport.revocations.streams", subscriptions, Set::size);
        feed.on(Outbox.TOPIC, news -> hear(json.readValue(news, Revocation.class)));
        recalls.on(recall -> hear(Revocation.of(recall)));
        feed.onSilence(this::cut);
    }

    private void hear(Revocation revocation) {
        subscriptions.forEach(subscription -> subscription.offer(revocation));
    }

    private void cut() {
        subscriptions.forEach(Subscription::close);
    }

    /// @throws Refused `UNAVAILABLE` while this node hears no news, `BUSY` when it has too many listeners, `TOO_MANY`
    ///     when they are this service's
    Subscription subscribe(String service) {
        if (subscriptions.size() >= MOST_STREAMS) {
            throw new Refused(ErrorCode.BUSY, "too many streams", Duration.ofSeconds(5));
        }
        places.take(service);
        var subscription = new Subscription(closed -> {
            if (subscriptions.remove(closed)) {
                places.leave(service);
            }
        });
        subscriptions.add(subscription);
        if (!running || !feed.alive()) {
            subscription.close();
            throw new Refused(ErrorCode.UNAVAILABLE, "no news reach this node", Duration.ofSeconds(1));
        }
        return subscription;
    }

    /// Whether a stream that says nothing has nothing to say.
    boolean hears() {
        return feed.alive();
    }

    /// A cursor that stands for now.
    UUID now() {
        return Uuid7.at(clock.instant().toEpochMilli());
    }

    /// Whether everything since a cursor is still kept.
    boolean isKept(UUID cursor) {
        return Uuid7.instant(cursor).isAfter(clock.instant().minus(SignalCare.KEPT));
    }

    /// Where to begin, to miss nothing that a cursor has not seen.
    UUID before(UUID cursor) {
        Instant from = Uuid7.instant(cursor).minus(OVERLAP);
        return new UUID((from.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }

    /// The next ones after a cursor, by id: none is passed over, whoever stops at whichever.
    List<Revocation> since(UUID cursor) {
        List<Event> events = store.since(cursor, TYPES, PAGE);
        UUID upTo = events.size() < PAGE ? LAST : events.getLast().id();
        return Stream.concat(
                        events.stream().map(Revocation::of),
                        recalls.since(cursor).stream().map(Revocation::of))
                .filter(one -> one.id().compareTo(upTo) <= 0)
                .sorted(Comparator.comparing(Revocation::id))
                .toList();
    }

    String text(Revocation revocation) {
        return json.writeValueAsString(revocation.payload());
    }

    @Override
    public void start() {
        running = true;
    }

    /// Before the doors close: they wait for requests in progress, and a stream never ends by itself.
    @Override
    public void stop() {
        running = false;
        cut();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
