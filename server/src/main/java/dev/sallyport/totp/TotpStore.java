package dev.sallyport.totp;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class TotpStore {
    record Row(
            UUID id,
            byte[] nameClosed,
            byte[] keyClosed,
            String algorithm,
            int digits,
            Instant boundAt,
            @Nullable Instant lastUsedAt) {}

    record Binding(byte[] nameClosed, byte[] keyClosed, String algorithm, int digits, int checksLeft, Instant until) {}

    private final JdbcClient jdbc;

    TotpStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A new binding takes the place of an older one of the same session.
    void begin(AccountId account, byte[] bound, Binding b) {
        jdbc.sql("""
                INSERT INTO totp_binding (account_id, bound_hash, name_closed, key_closed, algorithm, digits, checks_left, until)
                VALUES (:account, :bound, :name, :key, :algorithm, :digits, :checks, :until)
                ON CONFLICT (account_id, bound_hash) DO UPDATE
                SET name_closed = excluded.name_closed, key_closed = excluded.key_closed,
                    algorithm = excluded.algorithm, digits = excluded.digits,
                    checks_left = excluded.checks_left, until = excluded.until, shown = false
                """)
                .param("account", account.value())
                .param("bound", bound)
                .param("name", b.nameClosed())
                .param("key", b.keyClosed())
                .param("algorithm", b.algorithm())
                .param("digits", b.digits())
                .param("checks", b.checksLeft())
                .param("until", Timestamp.from(b.until()))
                .update();
    }

    Optional<Binding> binding(AccountId account, byte[] bound, Instant now) {
        return jdbc.sql("""
                SELECT name_closed, key_closed, algorithm, digits, checks_left, until FROM totp_binding
                WHERE account_id = :account AND bound_hash = :bound AND until > :now
                """)
                .param("account", account.value())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query(TotpStore::bindingRow)
                .optional();
    }

    /// The same, once: of many that ask exactly one gets it.
    Optional<Binding> show(AccountId account, byte[] bound, Instant now) {
        return jdbc.sql("""
                UPDATE totp_binding SET shown = true
                WHERE account_id = :account AND bound_hash = :bound AND until > :now AND NOT shown
                RETURNING name_closed, key_closed, algorithm, digits, checks_left, until
                """)
                .param("account", account.value())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query(TotpStore::bindingRow)
                .optional();
    }

    /// Takes one check before the code is looked at; empty when none is left.
    Optional<Binding> takeCheck(AccountId account, byte[] bound, Instant now) {
        return jdbc.sql("""
                UPDATE totp_binding SET checks_left = checks_left - 1
                WHERE account_id = :account AND bound_hash = :bound AND until > :now AND checks_left > 0
                RETURNING name_closed, key_closed, algorithm, digits, checks_left, until
                """)
                .param("account", account.value())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query(TotpStore::bindingRow)
                .optional();
    }

    /// Of many that confirm at once exactly one gets true.
    boolean consume(AccountId account, byte[] bound) {
        return jdbc.sql("DELETE FROM totp_binding WHERE account_id = :account AND bound_hash = :bound")
                        .param("account", account.value())
                        .param("bound", bound)
                        .update()
                == 1;
    }

    void insert(AccountId account, Row row, long spentStep) {
        jdbc.sql("""
                INSERT INTO totp (account_id, totp_id, name_closed, key_closed, algorithm, digits, last_step, bound_at)
                VALUES (:account, :id, :name, :key, :algorithm, :digits, :step, :bound)
                """)
                .param("account", account.value())
                .param("id", row.id())
                .param("name", row.nameClosed())
                .param("key", row.keyClosed())
                .param("algorithm", row.algorithm())
                .param("digits", row.digits())
                .param("step", spentStep)
                .param("bound", Timestamp.from(row.boundAt()))
                .update();
    }

    List<Row> list(AccountId account) {
        return jdbc.sql("""
                SELECT totp_id, name_closed, key_closed, algorithm, digits, bound_at, last_used_at FROM totp
                WHERE account_id = :account ORDER BY bound_at, totp_id
                """)
                .param("account", account.value())
                .query(TotpStore::row)
                .list();
    }

    /// Spends a step, and with it all before: of many at once exactly one gets true (RFC 6238 section 5.2).
    ///
    /// @param in what the code was given for
    boolean spend(AccountId account, UUID id, long step, byte[] in, Instant now) {
        return jdbc.sql("""
                UPDATE totp SET last_step = :step, spent_in = :in, last_used_at = :now
                WHERE account_id = :account AND totp_id = :id AND last_step < :step
                """)
                        .param("account", account.value())
                        .param("id", id)
                        .param("step", step)
                        .param("in", in)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Whether this is the step that was spent last.
    boolean isSpentLast(AccountId account, UUID id, long step) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM totp WHERE account_id = :account AND totp_id = :id AND last_step = :step)
                """)
                .param("account", account.value())
                .param("id", id)
                .param("step", step)
                .query(Boolean.class)
                .single();
    }

    /// Whether this step was spent for the same since then: that is a double click.
    boolean isRepeat(AccountId account, UUID id, long step, byte[] in, Instant since) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM totp
                    WHERE account_id = :account AND totp_id = :id AND last_step = :step AND spent_in = :in
                        AND last_used_at >= :since)
                """)
                .param("account", account.value())
                .param("id", id)
                .param("step", step)
                .param("in", in)
                .param("since", Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /// Notes that a spent step came again. True for the first time of each step: then its owner is told.
    boolean alarm(AccountId account, UUID id, long step) {
        return jdbc.sql("""
                UPDATE totp SET alarmed_step = :step
                WHERE account_id = :account AND totp_id = :id AND alarmed_step < :step
                """)
                        .param("account", account.value())
                        .param("id", id)
                        .param("step", step)
                        .update()
                == 1;
    }

    boolean rename(AccountId account, UUID id, byte[] nameClosed) {
        return jdbc.sql("UPDATE totp SET name_closed = :name WHERE account_id = :account AND totp_id = :id")
                        .param("account", account.value())
                        .param("id", id)
                        .param("name", nameClosed)
                        .update()
                == 1;
    }

    void delete(AccountId account, UUID id) {
        jdbc.sql("DELETE FROM totp WHERE account_id = :account AND totp_id = :id")
                .param("account", account.value())
                .param("id", id)
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM totp_binding WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        for (String table : List.of("totp", "totp_binding")) {
            jdbc.sql("DELETE FROM " + table + " WHERE account_id = :account")
                    .param("account", account.value())
                    .update();
        }
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        Timestamp used = row.getTimestamp("last_used_at");
        return new Row(
                row.getObject("totp_id", UUID.class),
                row.getBytes("name_closed"),
                row.getBytes("key_closed"),
                row.getString("algorithm"),
                row.getInt("digits"),
                row.getTimestamp("bound_at").toInstant(),
                used == null ? null : used.toInstant());
    }

    private static Binding bindingRow(ResultSet row, int n) throws SQLException {
        return new Binding(
                row.getBytes("name_closed"),
                row.getBytes("key_closed"),
                row.getString("algorithm"),
                row.getInt("digits"),
                row.getInt("checks_left"),
                row.getTimestamp("until").toInstant());
    }
}
