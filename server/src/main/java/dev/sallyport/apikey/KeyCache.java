package dev.sallyport.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.who.AccountId;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The keys that this node remembers. Each change reaches it through the feed; while the feed is not heard, nothing
/// remembered is used, and what was read before that is never used again, see [dev.sallyport.session.Sessions].
@Component
class KeyCache {
    private static final String TOPIC = "apikey";

    /// @param key null where there is none: strangers must not make us ask for the same nothing again and again
    /// @param publicKey ready to check with; null for a shared secret
    /// @param secret what it signs with; null for a public key, and for a key that has ended
    record Entry(long era, @Nullable ApiKey key, @Nullable PublicKey publicKey, byte @Nullable [] secret) {}

    private final KeyStore store;
    private final KeyRows rows;
    private final Feed feed;
    private final AtomicLong era = new AtomicLong();
    private final Cache<ApiKeyId, Entry> entries;

    KeyCache(KeyStore store, KeyRows rows, Feed feed, MeterRegistry meters) {
        this.store = store;
        this.rows = rows;
        this.feed = feed;
        this.entries = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build();
        meters.gauge("sallyport.apikey.cache.size", entries, Cache::estimatedSize);
        feed.on(TOPIC, this::forget);
        feed.onSilence(() -> {
            era.incrementAndGet();
            entries.invalidateAll();
        });
    }

    Optional<Entry> find(ApiKeyId id) {
        Entry entry;
        if (!feed.alive()) {
            entry = read(id);
        } else {
            entry = entries.get(id, this::read);
            if (entry.era() != era.get()) {
                entries.asMap().remove(id, entry);
                entry = read(id);
            }
        }
        return entry.key() == null ? Optional.empty() : Optional.of(entry);
    }

    private Entry read(ApiKeyId id) {
        long asked = era.get();
        return store.find(id).map(row -> entry(asked, row)).orElseGet(() -> new Entry(asked, null, null, null));
    }

    private Entry entry(long asked, KeyStore.Row row) {
        byte[] raw = row.publicKey();
        byte[] secret = raw == null && row.endedAt() == null ? rows.secret(row) : null;
        try {
            return new Entry(asked, rows.open(row), raw == null ? null : PublicKeyText.key(raw), secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was taken cannot be read", e);
        }
    }

    /// Tells every node, in the caller's transaction.
    void changed(AccountId account, Collection<UUID> keys) {
        if (!keys.isEmpty()) {
            feed.tell(TOPIC, account + " " + keys.stream().map(UUID::toString).collect(Collectors.joining(" ")));
        }
    }

    private void forget(String news) {
        String[] ids = news.split(" ");
        var account = new AccountId(UUID.fromString(ids[0]));
        for (int i = 1; i < ids.length; i++) {
            entries.invalidate(new ApiKeyId(account, UUID.fromString(ids[i])));
        }
    }
}
