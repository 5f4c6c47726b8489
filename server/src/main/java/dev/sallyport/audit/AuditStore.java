package dev.sallyport.audit;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AuditStore {
    /// Where a fact has come to stand.
    record Appended(long seq, byte[] hash) {}

    record Row(long seq, Instant at, String kind, boolean succeeded, byte[] detail) {}

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Appended append(AccountId account, Instant at, String kind, boolean succeeded, byte[] detail) {
        return jdbc.sql("SELECT fact_seq, fact_hash FROM audit_append(:account, :at, :kind, :succeeded, :detail)")
                .param("account", account.value())
                .param("at", Timestamp.from(at))
                .param("kind", kind)
                .param("succeeded", succeeded)
                .param("detail", detail)
                .query((row, n) -> new Appended(row.getLong("fact_seq"), row.getBytes("fact_hash")))
                .single();
    }

    /// Backwards along the primary key, so that the newest page of a long record costs as little as that of a
    /// short.
    List<Row> before(AccountId account, String kindPrefix, long before, int most) {
        return jdbc.sql("""
                SELECT seq, at, kind, succeeded, detail FROM audit_fact
                WHERE account_id = :account AND seq < :before AND starts_with(kind, :prefix)
                ORDER BY seq DESC LIMIT :most
                """)
                .param("account", account.value())
                .param("before", before)
                .param("prefix", kindPrefix)
                .param("most", most)
                .query(AuditStore::row)
                .list();
    }

    List<Row> after(AccountId account, long after, int most) {
        return jdbc.sql("""
                SELECT seq, at, kind, succeeded, detail FROM audit_fact
                WHERE account_id = :account AND seq > :after
                ORDER BY seq LIMIT :most
                """)
                .param("account", account.value())
                .param("after", after)
                .param("most", most)
                .query(AuditStore::row)
                .list();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getLong("seq"),
                row.getTimestamp("at").toInstant(),
                row.getString("kind"),
                row.getBoolean("succeeded"),
                row.getBytes("detail"));
    }

    /// One node at a time, until its transaction ends.
    void lockNobody() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('audit nobody', 0))")
                .query((row, n) -> true)
                .single();
    }
}
