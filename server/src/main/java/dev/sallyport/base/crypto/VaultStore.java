package dev.sallyport.base.crypto;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class VaultStore {
    record Wrapped(String ringKey, byte[] key) {}

    record Owned(AccountId account, Wrapped wrapped) {}

    private final JdbcClient jdbc;

    VaultStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, String ringKey, byte[] wrapped, Instant now) {
        jdbc.sql("""
                INSERT INTO account_key (account_id, ring_key, wrapped, created_at)
                VALUES (:account, :ringKey, :wrapped, :now)
                """)
                .param("account", account.value())
                .param("ringKey", ringKey)
                .param("wrapped", wrapped)
                .param("now", Timestamp.from(now))
                .update();
    }

    Optional<Wrapped> find(AccountId account) {
        return jdbc.sql("SELECT ring_key, wrapped FROM account_key WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> new Wrapped(row.getString("ring_key"), row.getBytes("wrapped")))
                .optional();
    }

    void delete(AccountId account) {
        jdbc.sql("DELETE FROM account_key WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    List<Owned> wrappedByOthers(String ringKey, int most) {
        return jdbc.sql("SELECT account_id, ring_key, wrapped FROM account_key WHERE ring_key <> :ringKey LIMIT :most")
                .param("ringKey", ringKey)
                .param("most", most)
                .query((row, n) -> new Owned(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new Wrapped(row.getString("ring_key"), row.getBytes("wrapped"))))
                .list();
    }

    void replace(AccountId account, String from, String to, byte[] wrapped) {
        jdbc.sql("""
                UPDATE account_key SET ring_key = :to, wrapped = :wrapped
                WHERE account_id = :account AND ring_key = :from
                """)
                .param("account", account.value())
                .param("from", from)
                .param("to", to)
                .param("wrapped", wrapped)
                .update();
    }
}
