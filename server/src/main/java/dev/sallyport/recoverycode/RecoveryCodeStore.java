package dev.sallyport.recoverycode;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RecoveryCodeStore {
    record Set(Instant madeAt, @Nullable Instant confirmedAt) {}

    private final JdbcClient jdbc;

    RecoveryCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Where a set that is no more has none, nothing fits.
    byte[] salt(AccountId account) {
        return jdbc.sql("SELECT salt FROM recovery_code_set WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> row.getBytes("salt"))
                .optional()
                .orElse(new byte[CodeHash.SALT_BYTES]);
    }

    void replace(AccountId account, byte[] salt, List<String> hashes, Instant now) {
        deleteAll(account);
        jdbc.sql("""
                INSERT INTO recovery_code_set (account_id, salt, made_at) VALUES (:account, :salt, :now)
                ON CONFLICT (account_id) DO UPDATE
                SET salt = excluded.salt, made_at = excluded.made_at, confirmed_at = NULL
                """)
                .param("salt", salt)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .update();
        for (String hash : hashes) {
            jdbc.sql("INSERT INTO recovery_code (account_id, code_hash) VALUES (:account, :hash)")
                    .param("account", account.value())
                    .param("hash", hash)
                    .update();
        }
    }

    List<String> hashes(AccountId account) {
        return jdbc.sql("SELECT code_hash FROM recovery_code WHERE account_id = :account ORDER BY code_hash")
                .param("account", account.value())
                .query((row, n) -> row.getString("code_hash"))
                .list();
    }

    /// Of many that use one code at once exactly one gets true.
    boolean use(AccountId account, String hash) {
        return jdbc.sql("DELETE FROM recovery_code WHERE account_id = :account AND code_hash = :hash")
                        .param("account", account.value())
                        .param("hash", hash)
                        .update()
                == 1;
    }

    Optional<Set> set(AccountId account) {
        return jdbc.sql("SELECT made_at, confirmed_at FROM recovery_code_set WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> {
                    Timestamp confirmed = row.getTimestamp("confirmed_at");
                    return new Set(
                            row.getTimestamp("made_at").toInstant(), confirmed == null ? null : confirmed.toInstant());
                })
                .optional();
    }

    void confirm(AccountId account, Instant now) {
        jdbc.sql("UPDATE recovery_code_set SET confirmed_at = :now WHERE account_id = :account")
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .update();
    }

    private void deleteAll(AccountId account) {
        jdbc.sql("DELETE FROM recovery_code WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    void erase(AccountId account) {
        deleteAll(account);
        jdbc.sql("DELETE FROM recovery_code_set WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
