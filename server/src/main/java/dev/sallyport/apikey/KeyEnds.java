package dev.sallyport.apikey;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ends keys for good, and lets them rest. Every node is told in the transaction that makes it true.
@Component
public final class KeyEnds {
    private final KeyStore store;
    private final KeyRows rows;
    private final KeyNews news;
    private final KeyGate gate;
    private final Tx tx;
    private final Clock clock;

    KeyEnds(KeyStore store, KeyRows rows, KeyNews news, KeyGate gate, Tx tx, Clock clock) {
        this.store = store;
        this.rows = rows;
        this.news = news;
        this.gate = gate;
        this.tx = tx;
        this.clock = clock;
    }

    /// Ends a key for good. False when there is none that lives.
    public boolean revoke(AccountId account, UUID id, Caller caller) {
        return tx.run(() -> live(account, id)
                .map(key -> end(key, "revoked", caller, "apikey.revoked"))
                .orElse(false));
    }

    /// Ends a key, in the caller's transaction; of many that do it at once one does.
    ///
    /// @param caller null for what happens by itself
    /// @param notice what its holder is told; null for nothing
    boolean end(ApiKey key, String reason, @Nullable Caller caller, @Nullable String notice) {
        if (!store.end(key.id(), reason, clock.instant())) {
            return false;
        }
        Fact fact = Fact.success("apikey.revoked").with("reason", reason);
        news.note(key, fact, caller);
        if (notice != null) {
            news.tell(key, notice);
        }
        return true;
    }

    /// Ends all keys of an account, in the caller's transaction.
    ///
    /// @param reason a word for record and programs, such as `lockdown`
    /// @return how many ended
    public int revokeAll(AccountId account, String reason, @Nullable Caller caller) {
        tx.mustBeOpen();
        return (int) all(account).stream()
                .filter(key -> key.end() == null)
                .filter(key -> end(key, reason, caller, null))
                .count();
    }

    /// Lets all keys of an account rest until their holder says otherwise, in the caller's transaction (R-API-5).
    public int freezeAll(AccountId account, String reason, @Nullable Caller caller) {
        tx.mustBeOpen();
        return (int) all(account).stream()
                .filter(key -> key.isLive(clock.instant()))
                .filter(key -> freeze(key, clock.instant(), reason, caller))
                .count();
    }

    /// Lets a key that rests work again; whoever calls has asked for a fresh proof.
    ///
    /// @throws dev.sallyport.base.http.Refused `LOCKED` while the settings are
    public boolean thaw(AccountId account, UUID id, Caller caller) {
        return tx.run(() -> {
            gate.mustBeOpen(account);
            return live(account, id)
                    .map(key -> freeze(key, null, "thawed", caller))
                    .orElse(false);
        });
    }

    private boolean freeze(ApiKey key, @Nullable Instant at, String reason, @Nullable Caller caller) {
        if (!store.freeze(key.id(), at)) {
            return false;
        }
        String fact = at == null ? "apikey.thawed" : "apikey.frozen";
        news.note(key, Fact.success(fact).with("reason", reason), caller);
        return true;
    }

    private List<ApiKey> all(AccountId account) {
        return store.list(account).stream().map(rows::open).toList();
    }

    private Optional<ApiKey> live(AccountId account, UUID key) {
        return live(new ApiKeyId(account, key));
    }

    /// A key that has not ended.
    private Optional<ApiKey> live(ApiKeyId id) {
        return stored(id).filter(key -> key.isLive(clock.instant()));
    }

    /// A key, live or ended.
    Optional<ApiKey> stored(ApiKeyId id) {
        return store.find(id).map(rows::open);
    }
}
