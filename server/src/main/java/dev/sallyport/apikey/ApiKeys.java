package dev.sallyport.apikey;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// The keys of an account: made and changed. [KeyEnds] ends them.
@Component
public final class ApiKeys {
    private final KeyStore store;
    private final KeyRows rows;
    private final KeyRules rules;
    private final KeyGate gate;
    private final KeyNews news;
    private final Tx tx;
    private final Clock clock;

    ApiKeys(KeyStore store, KeyRows rows, KeyRules rules, KeyGate gate, KeyNews news, Tx tx, Clock clock) {
        this.store = store;
        this.rows = rows;
        this.rules = rules;
        this.gate = gate;
        this.news = news;
        this.tx = tx;
        this.clock = clock;
    }

    /// What came of a wish for a new key.
    public sealed interface Made {
        /// @param secret the only time that it is seen; null where there is none
        record Done(ApiKey key, @Nullable Secret secret) implements Made {}

        record Wrong(Mistakes mistakes) implements Made {}
    }

    /// What came of a wish for another reach.
    public sealed interface Changed {
        record Done() implements Changed {}

        /// It would be able to do more, and no proof was given for that.
        record NeedsProof() implements Changed {}

        record Wrong(Mistakes mistakes) implements Changed {}

        record Unknown() implements Changed {}
    }

    /// All keys, the newest first; those that have ended are among them.
    public List<ApiKey> list(AccountId account) {
        return store.list(account).stream().map(rows::open).toList();
    }

    /// A key that has not ended.
    public Optional<ApiKey> find(AccountId account, UUID key) {
        return store.find(new ApiKeyId(account, key)).map(rows::open).filter(one -> one.isLive(clock.instant()));
    }

    /// Whoever calls has asked for a fresh proof.
    public Made create(AccountId account, Wish wish, Caller caller) {
        Mistakes mistakes = rules.ofMaking(wish);
        for (var mistake : rules.ofReach(wish).all()) {
            mistakes = mistakes.and(
                    mistake.field(), mistake.key(), mistake.arguments().toArray());
        }
        if (mistakes.any()) {
            return new Made.Wrong(mistakes);
        }
        Instant now = clock.instant();
        KeyRules.Reach reach = rules.reach(wish, null, now);
        Algorithm algorithm = rules.algorithm(wish).orElseThrow();
        Secret secret = algorithm.isShared() ? rules.newSecret(wish.scheme()) : null;
        var key = new ApiKey(
                new ApiKeyId(account, Uuid7.at(now.toEpochMilli())),
                wish.kind(),
                algorithm,
                wish.scheme(),
                reach.scopes(),
                wish.name().strip(),
                reach.addresses(),
                reach.destinations(),
                secret == null ? PublicKeyText.read(wish.publicKey()).orElseThrow() : null,
                now,
                reach.expiresAt(),
                new ApiKey.Use(null, null, 0),
                null,
                null);
        try {
            tx.run(() -> keep(key, secret, caller));
        } catch (DuplicateKeyException e) {
            // One pair, one key: a key that ended stays ended, and none can stand in for another.
            return new Made.Wrong(Mistakes.in("public-key", "apikey.mistake.known"));
        }
        return new Made.Done(key, secret);
    }

    private void keep(ApiKey key, @Nullable Secret secret, Caller caller) {
        AccountId account = key.id().account();
        gate.enter(account);
        Instant now = clock.instant();
        if (list(account).stream().filter(one -> one.isLive(now)).count() >= ApiKey.MOST) {
            throw new Refused(ErrorCode.CONFLICT, "thirty keys live");
        }
        store.insert(rows.close(key, secret == null ? null : secret.reveal().getBytes(StandardCharsets.US_ASCII)));
        gate.madeOrWidened(key);
        news.tell(key, Fact.success("apikey.created"), caller);
    }

    /// False for a key that is not there.
    ///
    /// @throws Refused `INVALID` for what is no name
    public boolean rename(AccountId account, UUID id, String name, Caller caller) {
        if (!KeyRules.isName(name)) {
            throw new Refused(Mistakes.in("name", "apikey.mistake.name"));
        }
        return tx.run(() -> {
            Optional<ApiKey> key = find(account, id);
            if (key.isEmpty() || !store.rename(key.get().id(), rows.name(account, name.strip()))) {
                return false;
            }
            news.note(key.get(), Fact.success("apikey.renamed"), caller);
            return true;
        });
    }

    /// Gives a key another reach. What only takes away is free; what gives more takes a proof.
    ///
    /// @param wish its kind and way of signing do not count: they never change (A40)
    /// @param proven whether the holder has given a fresh proof for this
    public Changed change(AccountId account, UUID id, Wish wish, boolean proven, Caller caller) {
        return tx.run(() -> {
            Optional<ApiKey> found =
                    store.lock(new ApiKeyId(account, id)).map(rows::open).filter(one -> one.isLive(clock.instant()));
            if (found.isEmpty()) {
                return new Changed.Unknown();
            }
            ApiKey key = found.get();
            Wish mine = Wish.of(key, wish.scopes(), wish.addresses(), wish.destinations(), wish.days());
            Mistakes mistakes = rules.ofReach(mine);
            if (mistakes.any()) {
                return new Changed.Wrong(mistakes);
            }
            KeyRules.Reach reach = rules.reach(mine, key.expiresAt(), clock.instant());
            boolean widens = KeyRules.widens(key, reach);
            if (widens && !proven) {
                return new Changed.NeedsProof();
            }
            if (widens) {
                gate.enter(account);
            }
            store.change(rows.close(changed(key, reach), null));
            if (widens) {
                gate.madeOrWidened(key);
            }
            Fact fact = Fact.success("apikey.changed").with("widened", Boolean.toString(widens));
            if (widens) {
                news.tell(key, fact, caller);
            } else {
                news.note(key, fact, caller);
            }
            return new Changed.Done();
        });
    }

    private static ApiKey changed(ApiKey key, KeyRules.Reach reach) {
        return new ApiKey(
                key.id(),
                key.kind(),
                key.algorithm(),
                key.scheme(),
                reach.scopes(),
                key.name(),
                reach.addresses(),
                reach.destinations(),
                key.publicKey(),
                key.createdAt(),
                reach.expiresAt(),
                key.use(),
                key.frozenAt(),
                key.end());
    }
}
