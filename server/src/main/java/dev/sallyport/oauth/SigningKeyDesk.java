package dev.sallyport.oauth;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.DatabaseTrouble;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.Uuid7;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// What an operator does with the keys that tokens are signed with, while no node need run.
public final class SigningKeyDesk {
    private final SigningKeyStore store;
    private final Vault vault;
    private final Tx tx;
    private final Clock clock;

    private SigningKeyDesk(SigningKeyStore store, Vault vault, Tx tx, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.tx = tx;
        this.clock = clock;
    }

    public static <T> T with(Config config, Clock clock, Function<SigningKeyDesk, T> work) {
        Config.Database d = config.database();
        var connection = new SingleConnectionDataSource(d.url(), d.user(), d.password(), true);
        try {
            var jdbc = JdbcClient.create(connection);
            return work.apply(new SigningKeyDesk(
                    new SigningKeyStore(jdbc), Vault.over(config, jdbc, clock), Tx.over(connection), clock));
        } catch (DataAccessException e) {
            throw new DatabaseTrouble(
                    "The database at " + d.url() + " does not do it: "
                            + String.valueOf(e.getMostSpecificCause().getMessage())
                                    .strip(),
                    e);
        } finally {
            connection.destroy();
        }
    }

    /// What a key does.
    public enum State {
        /// Published, and signs once everybody who remembers the list has asked again.
        NEXT,
        SIGNS,
        /// Signs no more; published until nothing that it signed counts by its time.
        FORMER,
        WITHDRAWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param since from when on it is in that state
    public record Listed(String id, String algorithm, State state, Instant since) {}

    /// The newest first.
    public List<Listed> list() {
        Instant now = clock.instant();
        List<SigningKeyStore.Row> counting = store.all();
        return store.allThereWere().stream()
                .map(row -> listed(row, counting, now))
                .toList();
    }

    private static Listed listed(SigningKeyStore.Row row, List<SigningKeyStore.Row> counting, Instant now) {
        Instant withdrawn = row.withdrawnAt();
        if (withdrawn != null) {
            return new Listed(row.id(), SigningKeys.ALGORITHM, State.WITHDRAWN, withdrawn);
        }
        SigningKeyStore.Row signing = SigningKeys.signing(counting, now);
        if (row.id().equals(signing.id())) {
            boolean settled = !row.createdAt().isAfter(now.minus(SigningKeys.SETTLING));
            // Who has no other signs with what it has.
            Instant since = settled ? row.createdAt().plus(SigningKeys.SETTLING) : row.createdAt();
            return new Listed(row.id(), SigningKeys.ALGORITHM, State.SIGNS, since);
        }
        return row.createdAt().isAfter(signing.createdAt())
                ? new Listed(row.id(), SigningKeys.ALGORITHM, State.NEXT, row.createdAt())
                : new Listed(
                        row.id(),
                        SigningKeys.ALGORITHM,
                        State.FORMER,
                        signing.createdAt().plus(SigningKeys.SETTLING));
    }

    /// What came of it.
    public sealed interface Withdrawn {
        /// @param made the key that was made first, where it was the last one; null where another counts
        record Done(@Nullable String made) implements Withdrawn {}

        record Unknown() implements Withdrawn {}

        /// @param since it was withdrawn before
        record Before(Instant since) implements Withdrawn {}
    }

    /// Takes a key back that somebody else may have. Nodes that run forget it at once. The last one goes only after
    /// another was made, in the same transaction.
    public Withdrawn withdraw(String id) {
        return tx.run(() -> {
            store.queueUp();
            Instant now = clock.instant();
            List<SigningKeyStore.Row> counting = store.all();
            if (counting.stream().noneMatch(row -> row.id().equals(id))) {
                return store.allThereWere().stream()
                        .filter(row -> row.id().equals(id))
                        .map(SigningKeyStore.Row::withdrawnAt)
                        .findFirst()
                        .<Withdrawn>map(Withdrawn.Before::new)
                        .orElseGet(Withdrawn.Unknown::new);
            }
            SigningKeyStore.Row made = counting.size() > 1 ? null : SigningKeys.create(vault, now);
            if (made != null) {
                store.insert(made);
            }
            store.withdraw(new Recall(Uuid7.at(now.toEpochMilli()), Recall.Kind.KEY, id, now));
            return new Withdrawn.Done(made == null ? null : made.id());
        });
    }
}
