package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class MasterKeyStore {
    private final JdbcClient jdbc;

    MasterKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The one that is good now.
    Optional<MasterKey> find(AccountId account, Instant now) {
        return jdbc.sql("""
                SELECT made_at, ends_at FROM master_key WHERE account_id = :account AND (ends_at IS NULL OR ends_at > :now)
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new MasterKey(
                        row.getTimestamp("made_at").toInstant(),
                        row.getTimestamp("ends_at") == null
                                ? null
                                : row.getTimestamp("ends_at").toInstant()))
                .optional();
    }

    boolean is(AccountId account, byte[] hash, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM master_key
                    WHERE account_id = :account AND key_hash = :hash AND (ends_at IS NULL OR ends_at > :now))
                """)
                .param("account", account.value())
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    void put(AccountId account, byte[] hash, Instant now) {
        jdbc.sql("""
                INSERT INTO master_key (account_id, key_hash, made_at) VALUES (:account, :hash, :now)
                ON CONFLICT (account_id) DO UPDATE
                SET key_hash = excluded.key_hash, made_at = excluded.made_at, ends_at = NULL
                """)
                .param("account", account.value())
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .update();
    }

    /// False when there is none, or its end is set already: asking again makes nothing shorter.
    boolean setEnd(AccountId account, Instant end) {
        return jdbc.sql("UPDATE master_key SET ends_at = :end WHERE account_id = :account AND ends_at IS NULL")
                        .param("account", account.value())
                        .param("end", Timestamp.from(end))
                        .update()
                == 1;
    }

    /// False when no end waits any more.
    boolean keep(AccountId account, Instant now) {
        return jdbc.sql("UPDATE master_key SET ends_at = NULL WHERE account_id = :account AND ends_at > :now")
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean erase(AccountId account) {
        return jdbc.sql("DELETE FROM master_key WHERE account_id = :account")
                        .param("account", account.value())
                        .update()
                == 1;
    }
}
