package dev.sallyport.apikey;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.audit.Fact;
import dev.sallyport.audit.Witness;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.base.who.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Keys that lie about are ended (R-API-5, A41): what has expired; what moves money from anywhere and
/// was not used for fourteen days; and after a new password every key that works from anywhere, within
/// a week. Of a key that was not used for sixty days its holder is told once.
@Component
class KeyDecay implements Witness {
    private final KeyStore store;
    private final KeyEnds ends;
    private final KeyNews news;
    private final Tx tx;
    private final DatabaseClock clock;

    KeyDecay(KeyStore store, KeyEnds ends, KeyNews news, Tx tx, DatabaseClock clock) {
        this.store = store;
        this.ends = ends;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    @Override
    public void recorded(AccountId account, long seq, Instant at, Fact fact) {
        if (fact.succeeded() && fact.kind().equals("password.changed")) {
            // Each is written down, so that whoever keeps keys in his memory learns of the new end.
            store.endOpenBy(account, at.plus(ApiKey.AFTER_PASSWORD))
                    .forEach(key -> ends.stored(new ApiKeyId(account, key)).ifPresent(this::shortened));
        }
    }

    private void shortened(ApiKey key) {
        news.note(key, Fact.success("apikey.changed").with("reason", "password-changed"), null);
    }

    /// By the database's time: a node whose own is set back keeps no key alive (A54).
    int run() {
        Instant now = clock.now();
        return each(store.expired(now), id -> end(id, "expired"))
                + each(store.idle(now.minus(ApiKey.OPEN_IDLE)), id -> end(id, "idle"))
                + each(store.unused(now.minus(ApiKey.UNUSED)), this::warn);
    }

    /// Each in a transaction of its own: one that fails does not keep the others.
    private int each(List<ApiKeyId> keys, Predicate<ApiKeyId> work) {
        return (int) keys.stream().filter(id -> tx.run(() -> work.test(id))).count();
    }

    private boolean end(ApiKeyId id, String reason) {
        return ends.stored(id)
                .map(key -> ends.end(key, reason, null, "apikey." + reason))
                .orElse(false);
    }

    private boolean warn(ApiKeyId id) {
        if (!store.warned(id, clock.now())) {
            return false;
        }
        ends.stored(id).ifPresent(key -> news.tell(key, "apikey.unused"));
        return true;
    }

    @Configuration(proxyBeanMethods = false)
    static class Jobs {
        @Bean
        Task<Void> apiKeyDecay(KeyDecay decay) {
            return Care.every(Duration.ofMinutes(5), "api-key-decay", decay::run);
        }

        @Bean
        Task<Void> forgetApiNonces(ReplayWindow window) {
            return Care.every(Duration.ofMinutes(1), "api-nonce-forgetting", window::forget);
        }
    }
}
