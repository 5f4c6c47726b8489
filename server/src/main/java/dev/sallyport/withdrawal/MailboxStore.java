package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class MailboxStore {
    private final JdbcClient jdbc;

    MailboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            byte @Nullable [] mail,
            byte @Nullable [] next,
            @Nullable Instant nextAt,
            byte @Nullable [] named) {}

    Optional<Row> find(AccountId account) {
        return jdbc.sql("""
                SELECT mail_closed, next_closed, next_at, named_closed FROM withdrawal_mailbox WHERE account_id = :account
                """)
                .param("account", account.value())
                .query((row, n) -> {
                    Timestamp next = row.getTimestamp("next_at");
                    return new Row(
                            row.getBytes("mail_closed"),
                            row.getBytes("next_closed"),
                            next == null ? null : next.toInstant(),
                            row.getBytes("named_closed"));
                })
                .optional();
    }

    /// In the place of what was named before and has not answered.
    void name(AccountId account, byte[] closed, byte[] tokenHash, Instant until) {
        jdbc.sql("""
                INSERT INTO withdrawal_mailbox (account_id, named_closed, token_hash, named_until)
                VALUES (:account, :closed, :token, :until)
                ON CONFLICT (account_id) DO UPDATE SET named_closed = excluded.named_closed,
                    token_hash = excluded.token_hash, named_until = excluded.named_until
                """)
                .param("account", account.value())
                .param("closed", closed)
                .param("token", tokenHash)
                .param("until", Timestamp.from(until))
                .update();
    }

    /// Whose link this is.
    Optional<AccountId> named(byte[] tokenHash, Instant now) {
        return jdbc.sql("SELECT account_id FROM withdrawal_mailbox WHERE token_hash = :token AND named_until > :now")
                .param("token", tokenHash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .optional();
    }

    /// Uses the link up and begins the change: of many that come at once exactly one does.
    Optional<AccountId> answered(byte[] tokenHash, Instant now, Instant from) {
        return jdbc.sql("""
                UPDATE withdrawal_mailbox
                SET mail_closed = CASE WHEN next_at <= :now THEN next_closed ELSE mail_closed END,
                    next_closed = named_closed, next_at = :from, named_closed = NULL, token_hash = NULL, named_until = NULL
                WHERE token_hash = :token AND named_until > :now
                RETURNING account_id
                """)
                .param("token", tokenHash)
                .param("now", Timestamp.from(now))
                .param("from", Timestamp.from(from))
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .optional();
    }

    /// Begins that it is none any more; what was named does not count then.
    void leave(AccountId account, Instant now, Instant from) {
        jdbc.sql("""
                UPDATE withdrawal_mailbox
                SET mail_closed = CASE WHEN next_at <= :now THEN next_closed ELSE mail_closed END,
                    next_closed = NULL, next_at = :from, named_closed = NULL, token_hash = NULL, named_until = NULL
                WHERE account_id = :account
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .param("from", Timestamp.from(from))
                .update();
    }

    /// Takes back what does not count yet.
    boolean keep(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal_mailbox
                SET next_closed = CASE WHEN next_at > :now THEN NULL ELSE next_closed END,
                    next_at = CASE WHEN next_at > :now THEN NULL ELSE next_at END,
                    named_closed = NULL, token_hash = NULL, named_until = NULL
                WHERE account_id = :account AND (next_at > :now OR token_hash IS NOT NULL)
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// What waits for the mailbox, by the link that it gets.
    void ask(Withdrawal w, byte[] tokenHash) {
        jdbc.sql("""
                UPDATE withdrawal SET mail_token = :token
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'SECOND'
                """)
                .param("account", w.account().value())
                .param("id", w.id())
                .param("token", tokenHash)
                .update();
    }

    record Waiting(AccountId account, UUID withdrawal) {}

    Optional<Waiting> asked(byte[] tokenHash) {
        return jdbc.sql("SELECT account_id, withdrawal_id FROM withdrawal WHERE mail_token = :token")
                .param("token", tokenHash)
                .query((row, n) -> new Waiting(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("withdrawal_id", UUID.class)))
                .optional();
    }

    /// Of many that confirm at once exactly one gets true, for exactly the terms that were shown.
    boolean confirm(Withdrawal w, byte[] tokenHash, UUID approvalId, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = 'APPROVED', approval_id = :approval, second_at = :now
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'SECOND' AND mail_token = :token
                    AND until > :now AND request_hash = :hash
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("token", tokenHash)
                        .param("approval", approvalId)
                        .param("now", Timestamp.from(now))
                        .param("hash", w.requestHash(), java.sql.Types.BINARY)
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM withdrawal_mailbox WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
