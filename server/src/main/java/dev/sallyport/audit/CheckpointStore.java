package dev.sallyport.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CheckpointStore {
    /// A chain's last fact.
    record Head(UUID account, long seq, byte[] hash) {}

    /// What a checkpoint is to cover.
    ///
    /// @param facts how many there were to cover; as many as were asked for means that there may be more
    record Grown(List<Head> heads, long facts) {}

    private record Counted(Head head, long facts) {}

    private final JdbcClient jdbc;

    CheckpointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One writer of checkpoints at a time, until its transaction ends.
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('audit checkpoint', 0))")
                .query((row, n) -> true)
                .single();
    }

    Optional<Checkpoint> last() {
        return jdbc.sql("SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1")
                .query((row, n) -> read(row))
                .optional();
    }

    Optional<Checkpoint> find(long number) {
        return jdbc.sql("SELECT * FROM audit_checkpoint WHERE number = :number")
                .param("number", number)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Checkpoint> after(long number, int most) {
        return jdbc.sql("SELECT * FROM audit_checkpoint WHERE number > :number ORDER BY number LIMIT :most")
                .param("number", number)
                .param("most", most)
                .query((row, n) -> read(row))
                .list();
    }

    /// Heads of chains that have grown, in the order of their accounts. Reads only what is new, however large
    /// the record is.
    Grown grown(int most) {
        List<Counted> counted = jdbc.sql("""
                SELECT f.account_id, f.seq, f.hash, head.facts
                FROM (SELECT account_id, max(seq) AS seq, count(*) AS facts
                      FROM (SELECT account_id, seq FROM audit_touched ORDER BY account_id, seq LIMIT :most) batch
                      GROUP BY account_id) head
                JOIN audit_fact f ON f.account_id = head.account_id AND f.seq = head.seq
                ORDER BY f.account_id
                """)
                .param("most", most)
                .query((row, n) -> new Counted(
                        new Head(row.getObject("account_id", UUID.class), row.getLong("seq"), row.getBytes("hash")),
                        row.getLong("facts")))
                .list();
        return new Grown(
                counted.stream().map(Counted::head).toList(),
                counted.stream().mapToLong(Counted::facts).sum());
    }

    void insert(Checkpoint c) {
        jdbc.sql("""
                INSERT INTO audit_checkpoint (number, at, heads, heads_digest, hash, key_id, signature)
                VALUES (:number, :at, :heads, :digest, :hash, :key, :signature)
                """)
                .param("number", c.number())
                .param("at", Timestamp.from(c.at()))
                .param("heads", c.heads())
                .param("digest", c.headsDigest())
                .param("hash", c.hash())
                .param("key", c.keyId())
                .param("signature", c.signature())
                .update();
    }

    void anchor(long checkpoint, List<Head> heads) {
        jdbc.sql("""
                INSERT INTO audit_anchor (account_id, seq, hash, checkpoint)
                SELECT account, seq, hash, :checkpoint
                FROM unnest(:accounts::uuid[], :seqs::bigint[], :hashes::bytea[]) AS head (account, seq, hash)
                """)
                .param("checkpoint", checkpoint)
                .param("accounts", accounts(heads))
                .param("seqs", seqs(heads))
                .param("hashes", heads.stream().map(Head::hash).toArray(byte[][]::new))
                .update();
    }

    /// A chain's facts commit one after the other, so all up to its head are covered with it.
    void untouch(List<Head> heads) {
        jdbc.sql("""
                DELETE FROM audit_touched t
                USING unnest(:accounts::uuid[], :seqs::bigint[]) AS head (account, seq)
                WHERE t.account_id = head.account AND t.seq <= head.seq
                """)
                .param("accounts", accounts(heads))
                .param("seqs", seqs(heads))
                .update();
    }

    private static UUID[] accounts(List<Head> heads) {
        return heads.stream().map(Head::account).toArray(UUID[]::new);
    }

    private static Long[] seqs(List<Head> heads) {
        return heads.stream().map(Head::seq).toArray(Long[]::new);
    }

    static Checkpoint read(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong("number"),
                row.getTimestamp("at").toInstant(),
                row.getInt("heads"),
                row.getBytes("heads_digest"),
                row.getBytes("hash"),
                row.getString("key_id"),
                row.getBytes("signature"));
    }
}
