package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ContactStore {
    record Row(
            UUID id,
            Identifier.Kind kind,
            byte[] valueClosed,
            boolean isPrimary,
            Instant addedAt,
            Instant provenAt,
            Instant lastUsedAt,
            boolean proveAgain) {}

    record Owner(AccountId account, UUID contact) {}

    private static final String COLUMNS =
            "contact_id, kind, value_closed, is_primary, added_at, proven_at, last_used_at, prove_again";

    private final JdbcClient jdbc;

    ContactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Takes the identifier for the account. False when any account has it, this one included.
    boolean claim(Owner owner, byte[] index, byte[] skeleton, boolean plain, String ringKey) {
        return jdbc.sql("""
                INSERT INTO identifier (index_hash, account_id, contact_id, skeleton_hash, plain, ring_key)
                VALUES (:index, :account, :contact, :skeleton, :plain, :ringKey)
                ON CONFLICT (index_hash) DO NOTHING
                """)
                        .param("index", index)
                        .param("account", owner.account().value())
                        .param("contact", owner.contact())
                        .param("skeleton", skeleton)
                        .param("plain", plain)
                        .param("ringKey", ringKey)
                        .update()
                == 1;
    }

    /// Whose identifier it is; a removed one is nobody's.
    Optional<Owner> owner(List<byte[]> candidates) {
        return jdbc.sql("""
                SELECT account_id, contact_id FROM identifier
                WHERE index_hash IN (:candidates) AND NOT removed LIMIT 1
                """)
                .param("candidates", candidates)
                .query((row, n) -> new Owner(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("contact_id", UUID.class)))
                .optional();
    }

    /// Whether any account has it, or has removed it and may have it back.
    boolean isTaken(List<byte[]> candidates) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identifier WHERE index_hash IN (:candidates))")
                .param("candidates", candidates)
                .query(Boolean.class)
                .single();
    }

    /// Lets those who want identifiers of one look queue up until the one before has committed, so that each
    /// sees what the one before has taken.
    void queueUp(byte[] skeleton) {
        jdbc.sql("SELECT count(*) FROM (SELECT pg_advisory_xact_lock(:lock)) AS locked")
                .param("lock", ByteBuffer.wrap(skeleton).getLong())
                .query(Long.class)
                .single();
    }

    /// Whether an identifier looks like one that some account has, where at least one of the two is not plain
    /// ASCII.
    boolean looksLikeAnother(List<byte[]> skeletons, boolean plain) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM identifier WHERE skeleton_hash IN (:skeletons) AND NOT (plain AND :plain))
                """)
                .param("skeletons", skeletons)
                .param("plain", plain)
                .query(Boolean.class)
                .single();
    }

    void release(AccountId account, UUID contact) {
        jdbc.sql("DELETE FROM identifier WHERE account_id = :account AND contact_id = :contact")
                .param("account", account.value())
                .param("contact", contact)
                .update();
    }

    void insert(AccountId account, Row row) {
        jdbc.sql("""
                INSERT INTO contact (account_id, contact_id, kind, value_closed, is_primary, added_at, proven_at,
                    last_used_at)
                VALUES (:account, :contact, :kind, :value, :primary, :now, :now, :now)
                """)
                .param("account", account.value())
                .param("contact", row.id())
                .param("kind", row.kind().name())
                .param("value", row.valueClosed())
                .param("primary", row.isPrimary())
                .param("now", Timestamp.from(row.addedAt()))
                .update();
    }

    List<Row> list(AccountId account) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM contact
                WHERE account_id = :account AND removed_at IS NULL
                ORDER BY is_primary DESC, added_at, contact_id
                """)
                .param("account", account.value())
                .query(ContactStore::row)
                .list();
    }

    /// Those that were removed since.
    List<Row> removedSince(AccountId account, Instant since) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM contact
                WHERE account_id = :account AND removed_at > :since ORDER BY removed_at, contact_id
                """)
                .param("account", account.value())
                .param("since", Timestamp.from(since))
                .query(ContactStore::row)
                .list();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getObject("contact_id", UUID.class),
                Identifier.Kind.valueOf(row.getString("kind")),
                row.getBytes("value_closed"),
                row.getBoolean("is_primary"),
                row.getTimestamp("added_at").toInstant(),
                row.getTimestamp("proven_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant(),
                row.getBoolean("prove_again"));
    }

    /// Locks the account's contacts for the rest of the transaction, so that two removals cannot each leave
    /// the other as the last.
    void lock(AccountId account) {
        jdbc.sql("SELECT contact_id FROM contact WHERE account_id = :account ORDER BY contact_id FOR UPDATE")
                .param("account", account.value())
                .query((row, n) -> true)
                .list();
    }

    void remove(AccountId account, UUID contact, Instant now) {
        jdbc.sql("""
                UPDATE contact SET removed_at = :now, is_primary = false
                WHERE account_id = :account AND contact_id = :contact AND removed_at IS NULL
                """)
                .param("account", account.value())
                .param("contact", contact)
                .param("now", Timestamp.from(now))
                .update();
        hide(account, contact, true);
    }

    void restore(AccountId account, UUID contact) {
        jdbc.sql("""
                UPDATE contact SET removed_at = NULL
                WHERE account_id = :account AND contact_id = :contact AND removed_at IS NOT NULL
                """)
                .param("account", account.value())
                .param("contact", contact)
                .update();
        hide(account, contact, false);
    }

    private void hide(AccountId account, UUID contact, boolean removed) {
        jdbc.sql("UPDATE identifier SET removed = :removed WHERE account_id = :account AND contact_id = :contact")
                .param("removed", removed)
                .param("account", account.value())
                .param("contact", contact)
                .update();
    }

    boolean makePrimary(AccountId account, UUID contact) {
        return jdbc.sql("""
                UPDATE contact SET is_primary = (contact_id = :contact)
                WHERE account_id = :account AND removed_at IS NULL
                    AND EXISTS (SELECT FROM contact c WHERE c.account_id = :account AND c.contact_id = :contact
                        AND c.removed_at IS NULL)
                """)
                        .param("account", account.value())
                        .param("contact", contact)
                        .update()
                > 0;
    }

    void used(AccountId account, UUID contact, Instant now) {
        jdbc.sql("""
                UPDATE contact SET last_used_at = :now
                WHERE account_id = :account AND contact_id = :contact AND last_used_at < :now
                """)
                .param("account", account.value())
                .param("contact", contact)
                .param("now", Timestamp.from(now))
                .update();
    }

    void proven(AccountId account, UUID contact, Instant now) {
        jdbc.sql("""
                UPDATE contact SET proven_at = :now, last_used_at = :now, prove_again = false
                WHERE account_id = :account AND contact_id = :contact
                """)
                .param("account", account.value())
                .param("contact", contact)
                .param("now", Timestamp.from(now))
                .update();
    }

    boolean proveAgain(AccountId account, UUID contact) {
        return jdbc.sql("""
                UPDATE contact SET prove_again = true
                WHERE account_id = :account AND contact_id = :contact AND removed_at IS NULL
                """)
                        .param("account", account.value())
                        .param("contact", contact)
                        .update()
                == 1;
    }

    /// Removed ones whose time to object is over, with what stands in the look-up table for them.
    List<Owner> removedBefore(Instant before, int most) {
        return jdbc.sql("SELECT account_id, contact_id FROM contact WHERE removed_at < :before LIMIT :most")
                .param("before", Timestamp.from(before))
                .param("most", most)
                .query((row, n) -> new Owner(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("contact_id", UUID.class)))
                .list();
    }

    /// False when it is no longer removed.
    boolean delete(AccountId account, UUID contact) {
        return jdbc.sql("""
                DELETE FROM contact
                WHERE account_id = :account AND contact_id = :contact AND removed_at IS NOT NULL
                """)
                        .param("account", account.value())
                        .param("contact", contact)
                        .update()
                == 1;
    }

    /// A row of the look-up table that stands under an older key.
    record Stale(AccountId account, UUID contact, byte[] indexHash, byte[] valueClosed) {}

    List<Stale> notUnder(String ringKey, int most) {
        return jdbc.sql("""
                SELECT i.account_id, i.contact_id, i.index_hash, c.value_closed
                FROM identifier i JOIN contact c ON c.account_id = i.account_id AND c.contact_id = i.contact_id
                WHERE i.ring_key <> :ringKey LIMIT :most
                """)
                .param("ringKey", ringKey)
                .param("most", most)
                .query((row, n) -> new Stale(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("contact_id", UUID.class),
                        row.getBytes("index_hash"),
                        row.getBytes("value_closed")))
                .list();
    }

    void reindex(Stale stale, byte[] index, byte[] skeleton, String ringKey) {
        jdbc.sql("""
                UPDATE identifier SET index_hash = :index, skeleton_hash = :skeleton, ring_key = :ringKey
                WHERE index_hash = :old AND account_id = :account
                """)
                .param("index", index)
                .param("skeleton", skeleton)
                .param("ringKey", ringKey)
                .param("old", stale.indexHash())
                .param("account", stale.account().value())
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM identifier WHERE account_id = :account")
                .param("account", account.value())
                .update();
        jdbc.sql("DELETE FROM contact WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
