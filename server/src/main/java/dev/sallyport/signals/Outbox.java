package dev.sallyport.signals;

import dev.sallyport.audit.Fact;
import dev.sallyport.audit.Witness;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.base.who.Uuid7;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Makes events of facts, in the transaction that records them: what did not happen is told to nobody, and what
/// happened
/// is told whoever dies meanwhile. Ends of sessions and tokens are also told to every node as they commit.
@Component
final class Outbox implements Witness {
    /// The topic on the feed between nodes.
    static final String TOPIC = "revocation";

    private final EventStore store;
    private final Feed feed;
    private final Tx tx;
    private final JsonMapper json;
    private final List<Runnable> wakers = new CopyOnWriteArrayList<>();

    Outbox(EventStore store, Feed feed, Tx tx, JsonMapper json) {
        this.store = store;
        this.feed = feed;
        this.tx = tx;
        this.json = json;
    }

    /// Called when there may be something new to tell.
    void onNews(Runnable waker) {
        wakers.add(waker);
    }

    @Override
    public void recorded(AccountId account, long seq, Instant at, Fact fact) {
        if (account.value().version() != 7) {
            // A chain of nobody: there is no such account.
            return;
        }
        Projection.of(fact).ifPresent(told -> keep(event(account, seq, at, fact, told)));
    }

    private static Event event(AccountId account, long seq, Instant at, Fact fact, Projection.Told told) {
        var data = new TreeMap<>(told.more());
        data.put("account", account.toString());
        SessionId session = fact.session();
        if (session != null) {
            data.put("session", session.toString());
        }
        DeviceId device = fact.device();
        if (device != null && told.kind() == Kind.DEVICE_CHANGED) {
            data.put("deviceId", device.toString());
        }
        return new Event(account, seq, Uuid7.at(at.toEpochMilli()), told.kind(), at, data);
    }

    private void keep(Event event) {
        store.insert(event);
        if (event.kind().revokes()) {
            feed.tell(TOPIC, json.writeValueAsString(Revocation.of(event)));
        }
        tx.afterCommit(() -> wakers.forEach(Runnable::run));
    }
}
