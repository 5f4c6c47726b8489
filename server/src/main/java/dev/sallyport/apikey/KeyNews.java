package dev.sallyport.apikey;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What happened to a key: for the record, for every node, and for its holder by every address of his. In the caller's
/// transaction.
@Component
class KeyNews {
    private final Audit audit;
    private final Reach reach;
    private final KeyCache cache;

    KeyNews(Audit audit, Reach reach, KeyCache cache) {
        this.audit = audit;
        this.reach = reach;
        this.cache = cache;
    }

    /// For the record and the nodes alone.
    void note(ApiKey key, Fact fact, @Nullable Caller caller) {
        cache.changed(key.id().account(), List.of(key.id().key()));
        audit.record(
                key.id().account(),
                fact.from(caller)
                        .with("key", key.id().toString())
                        .with("keyKind", key.kind().word())
                        .with("name", key.name()));
    }

    void tell(ApiKey key, Fact fact, Caller caller) {
        note(key, fact, caller);
        reach.all(key.id().account(), fact.kind(), Map.of("key", key.name()), caller);
    }

    /// About what happened by itself.
    void tell(ApiKey key, String notice) {
        reach.all(key.id().account(), notice, Map.of("key", key.name()));
    }
}
