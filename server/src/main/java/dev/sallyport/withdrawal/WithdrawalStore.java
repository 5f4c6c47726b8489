package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class WithdrawalStore {
    private static final String COLUMNS = """
            SELECT account_id, withdrawal_id, service, exit, asset, value, payee, terms_closed, request_hash, state,
                demand, reasons, waited, until, approval_id, second_account, created_at
            FROM withdrawal
            """;

    private final JdbcClient jdbc;

    WithdrawalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param askedHash of all that was asked for with the key
    record First(Withdrawal withdrawal, byte[] keyHash, byte[] askedHash, String answer) {}

    /// False when the service has one of the account with this key. Another one at the same moment waits here until
    /// the first one's transaction has ended.
    boolean insert(First first) {
        Withdrawal w = first.withdrawal();
        return jdbc.sql("""
                INSERT INTO withdrawal (account_id, withdrawal_id, service, key_hash, asked_hash, first_answer, exit, asset,
                    value, payee, terms_closed, request_hash, state, demand, reasons, waited, until, approval_id, created_at)
                VALUES (:account, :id, :service, :key, :asked, :answer, :exit, :asset,
                    :value, :payee, :terms, :hash, :state, :demand, :reasons, false, :until, :approval, :now)
                ON CONFLICT (account_id, service, key_hash) DO NOTHING
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("service", w.service())
                        .param("key", first.keyHash())
                        .param("asked", first.askedHash())
                        .param("answer", first.answer())
                        .param("exit", w.exit().name())
                        .param("asset", w.asset())
                        .param("value", w.value())
                        .param("payee", w.payee())
                        .param("terms", w.termsClosed())
                        .param("hash", w.requestHash(), Types.BINARY)
                        .param("state", w.state().name())
                        .param("demand", w.demand().name())
                        .param("reasons", w.reasons().toArray(String[]::new))
                        .param("until", Timestamp.from(w.until()))
                        .param("approval", w.approvalId(), Types.OTHER)
                        .param("now", Timestamp.from(w.createdAt()))
                        .update()
                == 1;
    }

    /// What was first answered for a key.
    record Answered(UUID id, byte[] askedHash, String answer) {}

    Optional<Answered> answered(AccountId account, String service, byte[] keyHash) {
        return jdbc.sql("""
                SELECT withdrawal_id, asked_hash, first_answer FROM withdrawal
                WHERE account_id = :account AND service = :service AND key_hash = :key
                """)
                .param("account", account.value())
                .param("service", service)
                .param("key", keyHash)
                .query((row, n) -> new Answered(
                        row.getObject("withdrawal_id", UUID.class),
                        row.getBytes("asked_hash"),
                        row.getString("first_answer")))
                .optional();
    }

    Optional<Withdrawal> find(AccountId account, UUID id) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account AND withdrawal_id = :id")
                .param("account", account.value())
                .param("id", id)
                .query(WithdrawalStore::row)
                .optional();
    }

    /// For services, which name it by its id alone: one of its own.
    Optional<Withdrawal> find(String service, UUID id) {
        return jdbc.sql(COLUMNS + "WHERE withdrawal_id = :id AND service = :service")
                .param("id", id)
                .param("service", service)
                .query(WithdrawalStore::row)
                .optional();
    }

    /// Opens what was held, or holds what was open, in the caller's transaction: of many that ask exactly one does.
    /// Nothing is left of a confirmation.
    boolean move(Withdrawal was, Withdrawal now) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = :state, demand = :demand, reasons = :reasons, waited = :waited, until = :until,
                    request_hash = :hash, approval_id = :approval, confirmed_at = NULL, confirmed_by = NULL,
                    evidence_closed = NULL, second_account = NULL, mail_token = NULL
                WHERE account_id = :account AND withdrawal_id = :id AND state = :from AND until = :was
                """)
                        .param("account", was.account().value())
                        .param("id", was.id())
                        .param("state", now.state().name())
                        .param("demand", now.demand().name())
                        .param("reasons", now.reasons().toArray(String[]::new))
                        .param("waited", now.waited())
                        .param("until", Timestamp.from(now.until()))
                        .param("hash", now.requestHash(), Types.BINARY)
                        .param("approval", now.approvalId(), Types.OTHER)
                        .param("from", was.state().name())
                        .param("was", Timestamp.from(was.until()))
                        .update()
                == 1;
    }

    /// What the holder gave.
    ///
    /// @param approvalId null while a second person must confirm too
    /// @param second who that is; null for nobody
    record Confirmation(
            String by,
            byte[] evidenceClosed,
            @Nullable UUID approvalId,
            @Nullable AccountId second) {}

    /// Of many that confirm at once exactly one gets true, for exactly the terms that were shown.
    boolean confirm(Withdrawal w, Confirmation given, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = :state, approval_id = :approval, confirmed_at = :now, confirmed_by = :by,
                    evidence_closed = :evidence, second_account = :second
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'CONFIRM' AND until > :now
                    AND request_hash = :hash
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("state", given.approvalId() == null ? State.SECOND.name() : State.APPROVED.name())
                        .param("approval", given.approvalId(), Types.OTHER)
                        .param("now", Timestamp.from(now))
                        .param("by", given.by())
                        .param("evidence", given.evidenceClosed())
                        .param(
                                "second",
                                given.second() == null ? null : given.second().value(),
                                Types.OTHER)
                        .param("hash", w.requestHash(), Types.BINARY)
                        .update()
                == 1;
    }

    /// The same for the second person, and nobody else.
    boolean confirmSecond(Withdrawal w, AccountId person, byte[] evidenceClosed, UUID approvalId, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = 'APPROVED', approval_id = :approval, second_at = :now,
                    second_evidence_closed = :evidence
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'SECOND' AND second_account = :person
                    AND until > :now AND request_hash = :hash
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("person", person.value())
                        .param("approval", approvalId)
                        .param("now", Timestamp.from(now))
                        .param("evidence", evidenceClosed)
                        .param("hash", w.requestHash(), Types.BINARY)
                        .update()
                == 1;
    }

    /// One that this account is the second person of.
    Optional<Withdrawal> findAsSecond(AccountId person, UUID id) {
        return jdbc.sql(COLUMNS + "WHERE second_account = :person AND withdrawal_id = :id")
                .param("person", person.value())
                .param("id", id)
                .query(WithdrawalStore::row)
                .optional();
    }

    /// What waits for this account as the second person.
    List<Withdrawal> waitingFor(AccountId person, Instant now) {
        return jdbc.sql(COLUMNS + """
                WHERE second_account = :person AND state = 'SECOND' AND until > :now ORDER BY withdrawal_id
                """)
                .param("person", person.value())
                .param("now", Timestamp.from(now))
                .query(WithdrawalStore::row)
                .list();
    }

    /// What has not left the account and still might.
    List<Withdrawal> stoppable(AccountId account) {
        return jdbc.sql(COLUMNS + """
                WHERE account_id = :account AND state IN ('CONFIRM', 'SECOND', 'HELD', 'APPROVED')
                """)
                .param("account", account.value())
                .query(WithdrawalStore::row)
                .list();
    }

    /// Notes a wrong code.
    ///
    /// @return how many there were; empty when it waits for none
    Optional<Integer> wrongCode(AccountId account, UUID id) {
        return jdbc.sql("""
                UPDATE withdrawal SET wrong_codes = wrong_codes + 1
                WHERE account_id = :account AND withdrawal_id = :id AND state IN ('CONFIRM', 'SECOND')
                RETURNING wrong_codes
                """)
                .param("account", account.value())
                .param("id", id)
                .query(Integer.class)
                .optional();
    }

    /// Ends it, from one of these states only.
    boolean end(Withdrawal w, State to, Collection<State> from, List<String> reasons) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = :to, reasons = :reasons
                WHERE account_id = :account AND withdrawal_id = :id AND state IN (:from)
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("to", to.name())
                        .param("from", from.stream().map(Enum::name).toList())
                        .param("reasons", reasons.toArray(String[]::new))
                        .update()
                == 1;
    }

    /// Uses the approval up: of many at once exactly one gets true.
    boolean redeem(Withdrawal w, UUID approval, byte[] keyHash, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal SET state = 'REDEEMED', redeemed_at = :now, redeem_key_hash = :key
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'APPROVED' AND approval_id = :approval
                    AND until > :now AND request_hash = :hash
                """)
                        .param("account", w.account().value())
                        .param("id", w.id())
                        .param("approval", approval)
                        .param("key", keyHash)
                        .param("now", Timestamp.from(now))
                        .param("hash", w.requestHash(), Types.BINARY)
                        .update()
                == 1;
    }

    /// When it was redeemed with this key; empty for another key.
    Optional<Instant> redeemedBy(Withdrawal w, byte[] keyHash) {
        return jdbc.sql("""
                SELECT redeemed_at FROM withdrawal
                WHERE account_id = :account AND withdrawal_id = :id AND state = 'REDEEMED' AND redeem_key_hash = :key
                """)
                .param("account", w.account().value())
                .param("id", w.id())
                .param("key", keyHash)
                .query((row, n) -> row.getTimestamp("redeemed_at").toInstant())
                .optional();
    }

    /// Whether it has paid this destination at this time or before.
    boolean hasPaid(AccountId account, byte[] payee, Instant before) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM withdrawal
                    WHERE account_id = :account AND payee = :payee AND state = 'REDEEMED' AND redeemed_at <= :before)
                """)
                .param("account", account.value())
                .param("payee", payee)
                .param("before", Timestamp.from(before))
                .query(Boolean.class)
                .single();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM withdrawal WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    /// Newest first.
    List<Withdrawal> list(AccountId account, int most) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account ORDER BY withdrawal_id DESC LIMIT :most")
                .param("account", account.value())
                .param("most", most)
                .query(WithdrawalStore::row)
                .list();
    }

    private static Withdrawal row(ResultSet row, int n) throws SQLException {
        UUID second = row.getObject("second_account", UUID.class);
        return new Withdrawal(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("withdrawal_id", UUID.class),
                row.getString("service"),
                Exit.valueOf(row.getString("exit")),
                row.getString("asset"),
                row.getBigDecimal("value"),
                row.getBytes("payee"),
                row.getBytes("terms_closed"),
                row.getBytes("request_hash"),
                State.valueOf(row.getString("state")),
                Demand.valueOf(row.getString("demand")),
                texts(row.getArray("reasons")),
                row.getBoolean("waited"),
                row.getTimestamp("until").toInstant(),
                row.getObject("approval_id", UUID.class),
                second == null ? null : new AccountId(second),
                row.getTimestamp("created_at").toInstant());
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
