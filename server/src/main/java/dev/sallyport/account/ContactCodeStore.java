package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ContactCodeStore {
    private static final String COLUMNS =
            "kind, target_closed, target_index, code, checks_left, sent, code_until, flow_until, proven_at, language, zone";

    private final JdbcClient jdbc;

    ContactCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A new code takes the place of an older one of the same flow. Checks that were used stay used while the
    /// target is the same (N-7).
    void put(AccountId account, Purpose purpose, byte[] bound, ContactCode c) {
        jdbc.sql("""
                INSERT INTO contact_code AS c (account_id, purpose, bound_hash, kind, target_closed, target_index, code,
                    checks_left, sent, code_until, flow_until, language, zone)
                VALUES (:account, :purpose, :bound, :kind, :target, :index, :code, :checks, 1, :codeUntil, :flowUntil,
                    :language, :zone)
                ON CONFLICT (account_id, purpose, bound_hash) DO UPDATE
                SET kind = excluded.kind, target_closed = excluded.target_closed, target_index = excluded.target_index,
                    code = excluded.code, code_until = excluded.code_until, flow_until = excluded.flow_until,
                    language = excluded.language, zone = excluded.zone, proven_at = NULL,
                    sent = CASE WHEN c.target_index = excluded.target_index THEN c.sent + 1 ELSE 1 END,
                    checks_left = CASE WHEN c.target_index = excluded.target_index THEN c.checks_left
                        ELSE excluded.checks_left END
                """)
                .param("account", account.value())
                .param("purpose", purpose.name())
                .param("bound", bound)
                .param("kind", c.kind().name())
                .param("target", c.targetClosed())
                .param("index", c.targetIndex())
                .param("code", c.code())
                .param("checks", c.checksLeft())
                .param("codeUntil", Timestamp.from(c.codeUntil()))
                .param("flowUntil", Timestamp.from(c.flowUntil()))
                .param("language", c.language().code())
                .param("zone", c.zone().getId())
                .update();
    }

    Optional<ContactCode> find(AccountId account, Purpose purpose, byte[] bound, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM contact_code
                WHERE account_id = :account AND purpose = :purpose AND bound_hash = :bound AND flow_until > :now
                """)
                .param("account", account.value())
                .param("purpose", purpose.name())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query(ContactCodeStore::row)
                .optional();
    }

    /// Takes one of the checks before the code is looked at, so that parallel guesses all count.
    Optional<ContactCode> takeCheck(AccountId account, Purpose purpose, byte[] bound, Instant now) {
        return jdbc.sql("""
                UPDATE contact_code SET checks_left = checks_left - 1
                WHERE account_id = :account AND purpose = :purpose AND bound_hash = :bound
                    AND checks_left > 0 AND proven_at IS NULL AND flow_until > :now
                RETURNING
                """ + COLUMNS)
                .param("account", account.value())
                .param("purpose", purpose.name())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query(ContactCodeStore::row)
                .optional();
    }

    /// The code was right: of many at once exactly one uses it.
    boolean use(AccountId account, Purpose purpose, byte[] bound, String code, Instant now) {
        return jdbc.sql("""
                UPDATE contact_code SET proven_at = :now, code = 'used'
                WHERE account_id = :account AND purpose = :purpose AND bound_hash = :bound
                    AND code = :code AND proven_at IS NULL AND code_until > :now
                """)
                        .param("account", account.value())
                        .param("purpose", purpose.name())
                        .param("bound", bound)
                        .param("code", code)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Takes a proven flow away, to do once what it was for.
    ///
    /// @return the closed address of the very row that was taken
    Optional<byte[]> consume(AccountId account, Purpose purpose, byte[] bound, Instant now) {
        return jdbc.sql("""
                DELETE FROM contact_code
                WHERE account_id = :account AND purpose = :purpose AND bound_hash = :bound
                    AND proven_at IS NOT NULL AND flow_until > :now
                RETURNING target_closed
                """)
                .param("account", account.value())
                .param("purpose", purpose.name())
                .param("bound", bound)
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getBytes("target_closed"))
                .optional();
    }

    /// Lets those who finish flows for one address queue up until the one before has committed: each takes away
    /// the rows of the others, and without an order they would wait for each other.
    void queueUp(byte[] targetIndex) {
        jdbc.sql("SELECT count(*) FROM (SELECT pg_advisory_xact_lock(:lock)) AS locked")
                .param("lock", ByteBuffer.wrap(targetIndex).getLong())
                .query(Long.class)
                .single();
    }

    /// Whatever else was begun for the same address is void once somebody has proven it (R-ID-3).
    int voidOthers(byte[] targetIndex, Purpose purpose) {
        return jdbc.sql("DELETE FROM contact_code WHERE target_index = :index AND purpose = :purpose")
                .param("index", targetIndex)
                .param("purpose", purpose.name())
                .update();
    }

    /// Takes one of the texts that strangers may have sent on a day; one statement for all nodes together.
    boolean takeTextOfTheDay(LocalDate day, int most) {
        return most > 0
                && jdbc.sql("""
                        INSERT INTO stranger_text_day AS d (day, sent) VALUES (:day, 1)
                        ON CONFLICT (day) DO UPDATE SET sent = d.sent + 1 WHERE d.sent < :most
                        """)
                                .param("day", Date.valueOf(day))
                                .param("most", most)
                                .update()
                        == 1;
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM contact_code WHERE flow_until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM contact_code WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private static ContactCode row(ResultSet row, int n) throws SQLException {
        Timestamp proven = row.getTimestamp("proven_at");
        return new ContactCode(
                Identifier.Kind.valueOf(row.getString("kind")),
                row.getBytes("target_closed"),
                row.getBytes("target_index"),
                row.getString("code"),
                row.getInt("checks_left"),
                row.getInt("sent"),
                row.getTimestamp("code_until").toInstant(),
                row.getTimestamp("flow_until").toInstant(),
                proven == null ? null : proven.toInstant(),
                Language.byCode(row.getString("language")).orElse(Language.ENGLISH),
                ZoneId.of(row.getString("zone")));
    }
}
