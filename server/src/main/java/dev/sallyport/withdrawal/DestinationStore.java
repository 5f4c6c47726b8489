package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
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
class DestinationStore {
    private static final String COLUMNS = """
            SELECT account_id, destination_id, closed, added_at, active_at, confirmed_at FROM withdrawal_destination
            """;

    private final JdbcClient jdbc;

    DestinationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param confirmation and `objection`, the links in the mails, by their hashes
    record Links(byte[] confirmation, byte[] objection, Instant until) {}

    /// False where the list has it already.
    boolean insert(Listed one, byte[] fingerprint, Links links) {
        return jdbc.sql("""
                INSERT INTO withdrawal_destination
                    (account_id, destination_id, fingerprint, closed, link_hash, objection_hash, link_until, added_at,
                     active_at)
                VALUES (:account, :id, :fingerprint, :closed, :link, :objection, :until, :added, :active)
                ON CONFLICT (account_id, fingerprint) DO NOTHING
                """)
                        .param("account", one.account().value())
                        .param("id", one.id())
                        .param("fingerprint", fingerprint)
                        .param("closed", one.closed())
                        .param("link", links.confirmation())
                        .param("objection", links.objection())
                        .param("until", Timestamp.from(links.until()))
                        .param("added", Timestamp.from(one.addedAt()))
                        .param("active", Timestamp.from(one.activeAt()))
                        .update()
                == 1;
    }

    /// Newest first.
    List<Listed> list(AccountId account) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account ORDER BY destination_id DESC")
                .param("account", account.value())
                .query(DestinationStore::row)
                .list();
    }

    Optional<Listed> find(AccountId account, byte[] fingerprint) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account AND fingerprint = :fingerprint")
                .param("account", account.value())
                .param("fingerprint", fingerprint)
                .query(DestinationStore::row)
                .optional();
    }

    Optional<Listed> find(AccountId account, UUID id) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account AND destination_id = :id")
                .param("account", account.value())
                .param("id", id)
                .query(DestinationStore::row)
                .optional();
    }

    Optional<Listed> byLink(byte[] linkHash, Instant now) {
        return jdbc.sql(COLUMNS + "WHERE link_hash = :link AND link_until > :now")
                .param("link", linkHash)
                .param("now", Timestamp.from(now))
                .query(DestinationStore::row)
                .optional();
    }

    Optional<Listed> byObjection(byte[] hash, Instant now) {
        return jdbc.sql(COLUMNS + "WHERE objection_hash = :hash AND link_until > :now")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query(DestinationStore::row)
                .optional();
    }

    private static Listed row(ResultSet row, int n) throws SQLException {
        Timestamp confirmed = row.getTimestamp("confirmed_at");
        return new Listed(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("destination_id", UUID.class),
                row.getBytes("closed"),
                row.getTimestamp("added_at").toInstant(),
                row.getTimestamp("active_at").toInstant(),
                confirmed == null ? null : confirmed.toInstant());
    }

    /// Once.
    boolean confirm(Listed one, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal_destination SET confirmed_at = :now
                WHERE account_id = :account AND destination_id = :id AND confirmed_at IS NULL AND link_until > :now
                """)
                        .param("account", one.account().value())
                        .param("id", one.id())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Once.
    boolean delete(AccountId account, UUID id) {
        return jdbc.sql("DELETE FROM withdrawal_destination WHERE account_id = :account AND destination_id = :id")
                        .param("account", account.value())
                        .param("id", id)
                        .update()
                == 1;
    }

    /// What nobody has confirmed while its link was good.
    int forget(Instant now) {
        return jdbc.sql("DELETE FROM withdrawal_destination WHERE confirmed_at IS NULL AND link_until <= :now")
                .param("now", Timestamp.from(now))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM withdrawal_destination WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
