package dev.sallyport.password;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PasswordStore {
    private final JdbcClient jdbc;
    private final Proofs proofs;

    PasswordStore(JdbcClient jdbc, Proofs proofs) {
        this.jdbc = jdbc;
        this.proofs = proofs;
    }

    /// A hash and the key of its pepper; null for a hash that another system made.
    record Peppered(String hash, @Nullable String pepperKey) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Row(
            Peppered peppered,
            Instant changedAt,
            boolean breached,
            @Nullable Instant breachCheckedAt,
            boolean fits) {}

    Optional<Row> find(AccountId account) {
        return jdbc.sql("""
                SELECT hash, pepper_key, changed_at, breached, breach_checked_at, fits FROM password
                WHERE account_id = :account
                """)
                .param("account", account.value())
                .query((row, n) -> {
                    Timestamp checked = row.getTimestamp("breach_checked_at");
                    return new Row(
                            peppered(row, n),
                            row.getTimestamp("changed_at").toInstant(),
                            row.getBoolean("breached"),
                            checked == null ? null : checked.toInstant(),
                            row.getBoolean("fits"));
                })
                .optional();
    }

    private static Peppered peppered(ResultSet row, int n) throws SQLException {
        return new Peppered(row.getString("hash"), row.getString("pepper_key"));
    }

    /// The proof is noted with it, as every proof does for the rules across them. The time of the change is what
    /// tells one password of the account from the next: it moves on even when the clock does not.
    ///
    /// @return the time that it is stored under
    Instant put(AccountId account, Row row) {
        proofs.bound(account, Proofs.Kind.PASSWORD);
        return jdbc.sql("""
                INSERT INTO password AS p (account_id, hash, pepper_key, changed_at, breached, breach_checked_at, fits)
                VALUES (:account, :hash, :key, :changed, :breached, :checked, :fits)
                ON CONFLICT (account_id) DO UPDATE
                SET hash = excluded.hash, pepper_key = excluded.pepper_key,
                    changed_at = greatest(excluded.changed_at, p.changed_at + interval '1 microsecond'),
                    breached = excluded.breached, breach_checked_at = excluded.breach_checked_at,
                    fits = excluded.fits
                RETURNING changed_at
                """)
                .param("account", account.value())
                .param("hash", row.peppered().hash())
                .param("key", row.peppered().pepperKey())
                .param("changed", Timestamp.from(row.changedAt()))
                .param("breached", row.breached())
                .param("checked", timestamp(row.breachCheckedAt()))
                .param("fits", row.fits())
                .query((stored, n) -> stored.getTimestamp("changed_at").toInstant())
                .single();
    }

    /// Whether the password is still the one set at `changedAt`; if so nobody else changes it before this
    /// transaction ends.
    boolean lock(AccountId account, Instant changedAt) {
        return jdbc.sql("SELECT changed_at FROM password WHERE account_id = :account FOR UPDATE")
                .param("account", account.value())
                .query((row, n) -> row.getTimestamp("changed_at").toInstant())
                .optional()
                .filter(changedAt::equals)
                .isPresent();
    }

    /// The same for somebody who only relies on it: many may at once, and a change waits for all of them.
    boolean lockShared(AccountId account, Instant changedAt) {
        return jdbc.sql("SELECT changed_at FROM password WHERE account_id = :account FOR SHARE")
                .param("account", account.value())
                .query((row, n) -> row.getTimestamp("changed_at").toInstant())
                .optional()
                .filter(changedAt::equals)
                .isPresent();
    }

    /// Nobody relies on the password, whichever it is, until this transaction ends.
    void lockAlone(AccountId account) {
        jdbc.sql("SELECT changed_at FROM password WHERE account_id = :account FOR UPDATE")
                .param("account", account.value())
                .query((row, n) -> row.getTimestamp("changed_at").toInstant())
                .optional();
    }

    /// How many hashes of one kind and cost there are, and one of them.
    record Kind(Peppered example, long count) {}

    /// The kinds of hashes that accounts have now, always in the same order.
    List<Kind> kinds() {
        return jdbc.sql("""
                SELECT min(hash) AS hash, min(pepper_key) AS pepper_key, count(*) AS count FROM password
                GROUP BY substring(hash FROM '^(?:[$]2[aby][$][0-9]+|[$]argon2id[$][^$]*[$][^$]*|[$][^$]*[$][^$]*)[$]')
                ORDER BY min(hash) COLLATE "C"
                """)
                .query((row, n) -> new Kind(peppered(row, n), row.getLong("count")))
                .list();
    }

    /// The same password under new parameters; nothing when it was changed meanwhile.
    boolean renew(AccountId account, Peppered old, Peppered renewed) {
        return jdbc.sql("""
                UPDATE password SET hash = :hash, pepper_key = :key
                WHERE account_id = :account AND hash = :old
                """)
                        .param("account", account.value())
                        .param("hash", renewed.hash())
                        .param("key", renewed.pepperKey())
                        .param("old", old.hash())
                        .update()
                == 1;
    }

    /// What a right sign-in told of the password that was set at `changedAt`.
    void note(AccountId account, Instant changedAt, boolean breached, @Nullable Instant checkedAt, boolean fits) {
        jdbc.sql("""
                UPDATE password SET breached = :breached, breach_checked_at = :checked, fits = :fits
                WHERE account_id = :account AND changed_at = :changed
                """)
                .param("account", account.value())
                .param("changed", Timestamp.from(changedAt))
                .param("breached", breached)
                .param("checked", timestamp(checkedAt))
                .param("fits", fits)
                .update();
    }

    /// Puts the present one into the history. The lock makes two changes at once come one after the other.
    void retire(AccountId account, Instant now) {
        proofs.removed(account, Proofs.Kind.PASSWORD);
        jdbc.sql("""
                INSERT INTO password_history (account_id, hash, pepper_key, retired_at)
                SELECT account_id, hash, pepper_key, :now FROM password WHERE account_id = :account FOR UPDATE
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .update();
    }

    List<Peppered> history(AccountId account) {
        return jdbc.sql("""
                SELECT hash, pepper_key FROM password_history
                WHERE account_id = :account ORDER BY retired_at DESC
                """)
                .param("account", account.value())
                .query(PasswordStore::peppered)
                .list();
    }

    void trim(AccountId account, int most) {
        jdbc.sql("""
                DELETE FROM password_history
                WHERE account_id = :account AND hash NOT IN (
                    SELECT hash FROM password_history WHERE account_id = :account
                    ORDER BY retired_at DESC LIMIT :most)
                """).param("account", account.value()).param("most", most).update();
    }

    boolean remove(AccountId account) {
        return jdbc.sql("DELETE FROM password WHERE account_id = :account")
                        .param("account", account.value())
                        .update()
                == 1;
    }

    void removeHistory(AccountId account) {
        jdbc.sql("DELETE FROM password_history WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
