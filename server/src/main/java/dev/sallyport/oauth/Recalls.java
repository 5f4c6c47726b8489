package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// What operators took back, for whoever tells services of it.
@Component
public final class Recalls {
    private final RecallStore store;
    private final Feed feed;

    Recalls(RecallStore store, Feed feed) {
        this.store = store;
        this.feed = feed;
    }

    /// Called on every node as it happens.
    public void on(Consumer<Recall> listener) {
        listen(feed, listener);
    }

    static void listen(Feed feed, Consumer<Recall> listener) {
        feed.on(Recall.TOPIC, text -> Recall.read(text).ifPresent(listener));
    }

    /// From an id on, by id.
    public List<Recall> since(UUID from) {
        return store.since(from);
    }
}
