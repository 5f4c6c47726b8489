package dev.sallyport.signin;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SignInStore {
    private final JdbcClient jdbc;

    SignInStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param callerClosed where it comes from, closed
    void insert(AccountId account, SignIn signIn, byte[] callerClosed, Instant until) {
        jdbc.sql("""
                INSERT INTO sign_in (account_id, sign_in_id, needs, reason, contact_id, password_changed_at, shared, trust,
                    failures, back, caller_closed, until)
                VALUES (:account, :id, :needs, :reason, :contact, :changed, :shared, :trust, :failures, :back, :caller, :until)
                """)
                .param("account", account.value())
                .param("id", signIn.id())
                .param("needs", Need.write(signIn.needs()))
                .param("reason", signIn.reason())
                .param("contact", signIn.contact(), java.sql.Types.OTHER)
                .param("changed", Timestamp.from(signIn.passwordChangedAt()))
                .param("shared", signIn.shared())
                .param("trust", signIn.trust())
                .param("failures", signIn.failures())
                .param("back", signIn.back())
                .param("caller", callerClosed)
                .param("until", Timestamp.from(until))
                .update();
    }

    Optional<SignIn> find(AccountId account, UUID id) {
        return jdbc.sql("""
                SELECT sign_in_id, needs, reason, contact_id, password_changed_at, shared, trust, failures, back FROM sign_in
                WHERE account_id = :account AND sign_in_id = :id
                """)
                .param("account", account.value())
                .param("id", id)
                .query((row, n) -> new SignIn(
                        row.getObject("sign_in_id", UUID.class),
                        Need.read(row.getString("needs")),
                        row.getString("reason"),
                        row.getObject("contact_id", UUID.class),
                        changedAt(row.getTimestamp("password_changed_at")),
                        row.getBoolean("shared"),
                        row.getBoolean("trust"),
                        row.getInt("failures"),
                        row.getString("back")))
                .optional();
    }

    /// One without it is like one whose password was changed.
    private static Instant changedAt(@Nullable Timestamp stored) {
        return stored == null ? Instant.EPOCH : stored.toInstant();
    }

    /// The sign-in goes on with the password that was just set in it.
    void passwordRenewed(AccountId account, UUID id, Instant changedAt) {
        jdbc.sql("""
                UPDATE sign_in SET password_changed_at = :changed
                WHERE account_id = :account AND sign_in_id = :id
                """)
                .param("account", account.value())
                .param("id", id)
                .param("changed", Timestamp.from(changedAt))
                .update();
    }

    void secondGiven(AccountId account, UUID id, boolean trust) {
        jdbc.sql("""
                UPDATE sign_in SET trust = :trust, second_given = true
                WHERE account_id = :account AND sign_in_id = :id
                """)
                .param("account", account.value())
                .param("id", id)
                .param("trust", trust)
                .update();
    }

    void setBrowser(AccountId account, UUID id, byte[] browserHash) {
        jdbc.sql("UPDATE sign_in SET browser_hash = :browser WHERE account_id = :account AND sign_in_id = :id")
                .param("account", account.value())
                .param("id", id)
                .param("browser", browserHash)
                .update();
    }

    /// Whether the same browser has begun a later one.
    boolean isBegunAnew(AccountId account, UUID id) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM sign_in one
                    JOIN sign_in later ON later.account_id = one.account_id
                        AND later.browser_hash = one.browser_hash AND later.sign_in_id > one.sign_in_id
                    WHERE one.account_id = :account AND one.sign_in_id = :id)
                """)
                .param("account", account.value())
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /// Deletes it and all others that the same browser has begun.
    void deleteOfBrowser(AccountId account, UUID id) {
        jdbc.sql("""
                DELETE FROM sign_in WHERE account_id = :account AND (sign_in_id = :id OR browser_hash =
                    (SELECT browser_hash FROM sign_in WHERE account_id = :account AND sign_in_id = :id))
                """).param("account", account.value()).param("id", id).update();
    }

    boolean delete(AccountId account, UUID id) {
        return jdbc.sql("DELETE FROM sign_in WHERE account_id = :account AND sign_in_id = :id")
                        .param("account", account.value())
                        .param("id", id)
                        .update()
                == 1;
    }

    /// One that ended before its second proof.
    ///
    /// @param callerClosed null for one that began before this was kept
    record Unfinished(AccountId account, UUID id, byte @Nullable [] callerClosed, Instant begunAt) {}

    List<Unfinished> unfinished(Instant now) {
        return jdbc.sql("""
                SELECT account_id, sign_in_id, caller_closed, until FROM sign_in
                WHERE until <= :now AND needs LIKE 'SECOND%' AND NOT second_given
                ORDER BY until, sign_in_id LIMIT 1000
                """)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Unfinished(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("sign_in_id", UUID.class),
                        row.getBytes("caller_closed"),
                        row.getTimestamp("until").toInstant().minus(Progress.LIFE)))
                .list();
    }

    /// Those of which nobody is to be told.
    int forget(Instant before) {
        return jdbc.sql("DELETE FROM sign_in WHERE until < :before AND (second_given OR needs NOT LIKE 'SECOND%')")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM sign_in WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
