package dev.sallyport.account;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The right of an address that was removed, or of the holder of an account that is closing, to take that
/// back by a link that works without signing in (A33, R-REC-3). Opening the link changes nothing; its button
/// does, once.
@Component
public final class Objections {
    /// Whoever loses an address has three days to say no.
    public static final Duration CONTACT_LIFE = Duration.ofDays(3);
    /// A closing account can be taken back until it is erased.
    public static final Duration ACCOUNT_LIFE = Closings.LIFE;

    /// What may be objected to.
    public enum Change {
        CONTACT_REMOVED,
        ACCOUNT_CLOSING,
        ALLOW_LIST_LOOSENED;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static Change of(String stored) {
            return valueOf(stored.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }

    private final ObjectionStore store;
    private final ContactStore contacts;
    private final AccountStore accounts;
    private final AllowListStore lists;
    private final ObjectionEffects effects;
    private final Tx tx;
    private final Clock clock;

    Objections(
            ObjectionStore store,
            ContactStore contacts,
            AccountStore accounts,
            AllowListStore lists,
            ObjectionEffects effects,
            Tx tx,
            Clock clock) {
        this.store = store;
        this.contacts = contacts;
        this.accounts = accounts;
        this.lists = lists;
        this.effects = effects;
        this.tx = tx;
        this.clock = clock;
    }

    /// Grants the right, in the transaction of the change.
    ///
    /// @return the path of the link
    String grant(AccountId account, Change change, @Nullable UUID contact) {
        Duration life = change == Change.CONTACT_REMOVED ? CONTACT_LIFE : ACCOUNT_LIFE;
        return grant(account, change, contact, clock.instant().plus(life));
    }

    /// The same with an end of its own.
    String grant(AccountId account, Change change, @Nullable UUID contact, Instant until) {
        byte[] token = ByteBuffer.allocate(16 + 16)
                .putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits())
                .put(Tokens.random(16))
                .array();
        store.insert(account, Tokens.hash(token), new ObjectionStore.Row(change, contact, clock.instant(), until));
        return "/objections/" + Tokens.encode(token);
    }

    /// A right that can still be used, as its page shows it.
    public record Open(Change change, Instant changedAt, Instant until) {}

    public Optional<Open> find(Secret token) {
        return key(token)
                .flatMap(key -> store.find(key.account(), key.hash(), clock.instant()))
                .map(row -> new Open(row.change(), row.changedAt(), row.until()));
    }

    /// Uses the right: what was changed is as before, and every session of the account ends, because whoever
    /// changed it was somebody else. False when there is no such right any more.
    public boolean use(Secret token, Caller caller) {
        Optional<Key> read = key(token);
        if (read.isEmpty()) {
            return false;
        }
        Key key = read.get();
        Instant now = clock.instant();
        return tx.run(() -> {
            Optional<ObjectionStore.Row> row = store.find(key.account(), key.hash(), now);
            if (row.isEmpty() || !store.use(key.account(), key.hash(), now)) {
                return false;
            }
            switch (row.get().change()) {
                case CONTACT_REMOVED -> {
                    UUID contact = java.util.Objects.requireNonNull(row.get().contact());
                    contacts.restore(key.account(), contact);
                    contacts.makePrimary(key.account(), contact);
                    // Whoever took the address away may have begun to close the account too.
                    if (accounts.keep(key.account())) {
                        effects.kept(key.account(), caller);
                    }
                }
                case ACCOUNT_CLOSING -> accounts.keep(key.account());
                case ALLOW_LIST_LOOSENED -> lists.keep(key.account(), now);
            }
            effects.follow(key.account(), row.get().change(), caller);
            return true;
        });
    }

    private record Key(AccountId account, byte[] hash) {}

    private static Optional<Key> key(Secret token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.reveal());
            if (bytes.length != 32) {
                return Optional.empty();
            }
            ByteBuffer all = ByteBuffer.wrap(Arrays.copyOf(bytes, 16));
            return Optional.of(new Key(new AccountId(new UUID(all.getLong(), all.getLong())), Tokens.hash(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
