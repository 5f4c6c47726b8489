package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import dev.sallyport.base.db.Tx;
import dev.sallyport.session.Sessions;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.springframework.stereotype.Component;

/// What this node has heard of changes: of accounts (a session, grant or token of theirs ended or is held) and of
/// clients (removed, or a token of their own given back). By it whoever remembers a token knows whether that may still
/// be true, without a look into the database; while the feed is not heard, nothing is.
///
/// News are counted, and of each owner only the number of his last one is kept, in a slot that he shares with others:
/// a neighbour's news makes one look more, and never one too few.
@Component
class TokenNews {
    /// Two megabytes. At a hundred changes a second, one token in ten meets a neighbour's in the five minutes of its
    /// life.
    private static final int SLOT_BITS = 18;

    private final Feed feed;
    private final Tx tx;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong silence = new AtomicLong();
    private final AtomicLongArray last = new AtomicLongArray(1 << SLOT_BITS);

    /// @param sessions hear of their ends before we do: what is read after our news is read with theirs
    /// @param keys the same of those that were withdrawn
    TokenNews(Feed feed, Tx tx, Sessions sessions, Clients clients, SigningKeys keys) {
        this.feed = feed;
        this.tx = tx;
        feed.on(Sessions.TOPIC, news -> heard(news.split(" ", 2)[0]));
        feed.on(ClientStore.TOPIC, this::heard);
        Recalls.listen(feed, recall -> {
            if (recall.kind() == Recall.Kind.KEY) {
                nothingIsStill();
            }
        });
        feed.onSilence(this::nothingIsStill);
        clients.onRemoval(id -> tx.afterCommit(() -> heard(id)));
    }

    private void nothingIsStill() {
        silence.accumulateAndGet(count.incrementAndGet(), Math::max);
    }

    /// The number of the last news: to be asked for before that is read which is to be remembered.
    long now() {
        return count.get();
    }

    /// Whether nothing was heard since then of an account (its id) or client.
    boolean isStill(long since, String account, String client) {
        return isStill(since, account) && last.get(slot(client)) <= since;
    }

    boolean isStill(long since, String owner) {
        return feed.alive() && silence.get() <= since && last.get(slot(owner)) <= since;
    }

    /// Tells every node when the surrounding transaction commits, this one at once.
    void tell(String owner) {
        feed.tell(ClientStore.TOPIC, owner);
        tx.afterCommit(() -> heard(owner));
    }

    /// The later of two that come at once counts.
    private void heard(String owner) {
        last.accumulateAndGet(slot(owner), count.incrementAndGet(), Math::max);
    }

    private static int slot(String owner) {
        // Fibonacci hashing: neighbours in value are none in place.
        return (owner.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SLOT_BITS);
    }
}
