package dev.sallyport.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.wire.SessionCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The live sessions that this node remembers. An end reaches it through the feed; while the feed is not
/// heard, nothing remembered is used. What was read before the feed was lost is never used again, even if its
/// reading ends later: each entry knows the era it was asked for in.
@Component
class SessionCache {
    record Key(UUID account, UUID session) {}

    /// @param answer the check's answer as JSON bytes, made once
    /// @param settled from where it was last used and found to be its holder's, so that nothing is opened and
    ///     compared for each request
    record Entry(
            long era,
            SessionStore.@Nullable Row row,
            byte[] answer,
            AtomicLong usedAtMillis,
            AtomicReference<@Nullable From> settled) {
        SessionStore.Row found() {
            return Objects.requireNonNull(row);
        }

        /// As it is now, its last use included.
        Session session() {
            return found().session().usedAt(Instant.ofEpochMilli(usedAtMillis.get()));
        }
    }

    record From(String address, String userAgent) {}

    private static final byte[] NOTHING = new byte[0];

    private final SessionStore store;
    private final Feed feed;
    private final JsonMapper json;
    private final AtomicLong era = new AtomicLong();
    private final Cache<Key, Entry> entries;

    SessionCache(SessionStore store, Feed feed, JsonMapper json, MeterRegistry meters) {
        this.store = store;
        this.feed = feed;
        this.json = json;
        this.entries = Caffeine.newBuilder()
                .maximumSize(200_000)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build();
        meters.gauge("sallyport.session.cache.size", entries, Cache::estimatedSize);
        feed.on(Sessions.TOPIC, this::forgetAll);
        feed.onSilence(this::distrust);
    }

    Optional<Entry> find(AccountId account, SessionId session) {
        var key = new Key(account.value(), session.value());
        Entry entry;
        if (!feed.alive()) {
            entry = read(key);
        } else {
            entry = entries.get(key, this::read);
            if (entry.era() != era.get()) {
                entries.asMap().remove(key, entry);
                entry = read(key);
            }
        }
        return entry.row() == null ? Optional.empty() : Optional.of(entry);
    }

    /// Straight from the database, because what is remembered looks too old to refuse by it.
    Optional<Entry> findAgain(AccountId account, SessionId session) {
        forget(account, session);
        return find(account, session);
    }

    private Entry read(Key key) {
        long asked = era.get();
        return store.find(new AccountId(key.account()), new SessionId(key.session()))
                .map(row -> new Entry(
                        asked,
                        row,
                        answer(row.session()),
                        new AtomicLong(row.session().lastUsedAt().toEpochMilli()),
                        new AtomicReference<>()))
                .orElseGet(() -> new Entry(asked, null, NOTHING, new AtomicLong(), new AtomicReference<>()));
    }

    private byte[] answer(Session s) {
        return json.writeValueAsBytes(new SessionCheck(
                true, s.account().toString(), s.id().toString(), s.proofs(), s.provenAt(), s.expiresAt(), s.shared()));
    }

    void forget(AccountId account, SessionId session) {
        entries.invalidate(new Key(account.value(), session.value()));
    }

    /// News: an account id and the ids of its sessions that changed, parted by blanks.
    private void forgetAll(String news) {
        String[] ids = news.split(" ");
        UUID account = UUID.fromString(ids[0]);
        for (int i = 1; i < ids.length; i++) {
            entries.invalidate(new Key(account, UUID.fromString(ids[i])));
        }
    }

    private void distrust() {
        era.incrementAndGet();
        entries.invalidateAll();
    }
}
