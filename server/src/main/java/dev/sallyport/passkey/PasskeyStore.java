package dev.sallyport.passkey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.passkey.RelyingParty.Listed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PasskeyStore {
    private static final String NAME = "passkey.name";
    private static final int HANDLE_BYTES = 64;

    private final JdbcClient jdbc;
    private final Vault vault;

    PasskeyStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /// What a proof is checked against.
    record Known(
            AccountId account,
            UUID id,
            byte[] userHandle,
            byte[] key,
            long signCount,
            boolean backupEligible,
            boolean backedUp,
            @Nullable Instant suspectedAt) {}

    record Row(
            UUID id,
            @Nullable String name,
            UUID aaguid,
            boolean backupEligible,
            boolean backedUp,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant suspectedAt) {}

    /// What authenticators know the account by, made when first asked for: 64 random bytes (W-10).
    byte[] userHandle(AccountId account) {
        jdbc.sql("""
                INSERT INTO passkey_holder (account_id, user_handle) VALUES (:account, :handle)
                ON CONFLICT (account_id) DO NOTHING
                """)
                .param("account", account.value())
                .param("handle", Tokens.random(HANDLE_BYTES))
                .update();
        return jdbc.sql("SELECT user_handle FROM passkey_holder WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> row.getBytes("user_handle"))
                .single();
    }

    /// Whether only passkeys open the account; every change of its passkeys waits here for the one before it.
    boolean lockIsOnly(AccountId account) {
        return jdbc.sql("SELECT only_passkeys FROM passkey_holder WHERE account_id = :account FOR UPDATE")
                .param("account", account.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    boolean isOnly(AccountId account) {
        // One row either way: it is asked of identifiers that nobody has, too.
        return jdbc.sql("""
                SELECT coalesce(
                    (SELECT only_passkeys FROM passkey_holder WHERE account_id = :account), false)
                """)
                .param("account", account.value())
                .query(Boolean.class)
                .single();
    }

    void setOnly(AccountId account, boolean on) {
        jdbc.sql("UPDATE passkey_holder SET only_passkeys = :on WHERE account_id = :account")
                .param("account", account.value())
                .param("on", on)
                .update();
    }

    int count(AccountId account) {
        return jdbc.sql("SELECT count(*) FROM passkey WHERE account_id = :account")
                .param("account", account.value())
                .query(Integer.class)
                .single();
    }

    /// False when some account has this credential already (W-8).
    boolean insert(AccountId account, UUID id, @Nullable String name, WebAuthnCheck.Made.Good made, Instant now) {
        boolean mine = jdbc.sql("""
                INSERT INTO passkey_credential (credential_hash, account_id, passkey_id)
                VALUES (:hash, :account, :passkey) ON CONFLICT (credential_hash) DO NOTHING
                """)
                        .param("hash", Tokens.hash(made.credentialId()))
                        .param("account", account.value())
                        .param("passkey", id)
                        .update()
                == 1;
        if (!mine) {
            return false;
        }
        jdbc.sql("""
                INSERT INTO passkey (account_id, passkey_id, credential_id, cose_key, sign_count, aaguid, transports,
                    name_closed, backup_eligible, backed_up, created_at)
                VALUES (:account, :passkey, :credential, :key, :count, :aaguid, :transports,
                    :name, :eligible, :backedUp, :now)
                """)
                .param("account", account.value())
                .param("passkey", id)
                .param("credential", made.credentialId())
                .param("key", made.key())
                .param("count", made.signCount())
                .param("aaguid", made.aaguid())
                .param("transports", String.join(" ", made.transports()))
                .param("name", name == null ? null : vault.close(account, NAME, name))
                .param("eligible", made.backupEligible())
                .param("backedUp", made.backedUp())
                .param("now", Timestamp.from(now))
                .update();
        return true;
    }

    Optional<Known> find(byte[] credentialId) {
        return jdbc.sql("""
                SELECT p.account_id, p.passkey_id, h.user_handle, p.cose_key, p.sign_count, p.backup_eligible,
                    p.backed_up, p.suspected_at
                FROM passkey_credential c
                JOIN passkey p ON p.account_id = c.account_id AND p.passkey_id = c.passkey_id
                JOIN passkey_holder h ON h.account_id = p.account_id
                WHERE c.credential_hash = :hash
                """)
                .param("hash", Tokens.hash(credentialId))
                .query(PasskeyStore::known)
                .optional();
    }

    /// The same passkey as it is now, and nobody else changes it before this transaction ends; empty when it was
    /// removed meanwhile.
    Optional<Known> lock(Known known) {
        return jdbc.sql("""
                SELECT p.account_id, p.passkey_id, h.user_handle, p.cose_key, p.sign_count, p.backup_eligible,
                    p.backed_up, p.suspected_at
                FROM passkey p JOIN passkey_holder h ON h.account_id = p.account_id
                WHERE p.account_id = :account AND p.passkey_id = :passkey
                FOR UPDATE OF p
                """)
                .param("account", known.account().value())
                .param("passkey", known.id())
                .query(PasskeyStore::known)
                .optional();
    }

    private static Known known(ResultSet row, int n) throws SQLException {
        return new Known(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("passkey_id", UUID.class),
                row.getBytes("user_handle"),
                row.getBytes("cose_key"),
                row.getLong("sign_count"),
                row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"),
                instant(row, "suspected_at"));
    }

    /// A counter never goes down: else a copy that was noticed once would pass the next time.
    void used(Known known, long signCount, boolean backedUp, @Nullable Instant suspectedAt, Instant now) {
        jdbc.sql("""
                UPDATE passkey
                SET sign_count = greatest(sign_count, :count), backed_up = :backedUp, suspected_at = :suspected,
                    last_used_at = :now
                WHERE account_id = :account AND passkey_id = :passkey
                """)
                .param("account", known.account().value())
                .param("passkey", known.id())
                .param("count", signCount)
                .param("backedUp", backedUp)
                .param("suspected", suspectedAt == null ? null : Timestamp.from(suspectedAt))
                .param("now", Timestamp.from(now))
                .update();
    }

    /// Oldest first.
    List<Row> list(AccountId account) {
        return jdbc.sql("""
                SELECT passkey_id, name_closed, aaguid, backup_eligible, backed_up, created_at,
                    last_used_at, suspected_at
                FROM passkey WHERE account_id = :account ORDER BY created_at, passkey_id
                """)
                .param("account", account.value())
                .query((row, n) -> {
                    byte[] name = row.getBytes("name_closed");
                    return new Row(
                            row.getObject("passkey_id", UUID.class),
                            name == null ? null : vault.openText(account, NAME, name),
                            row.getObject("aaguid", UUID.class),
                            row.getBoolean("backup_eligible"),
                            row.getBoolean("backed_up"),
                            row.getTimestamp("created_at").toInstant(),
                            instant(row, "last_used_at"),
                            instant(row, "suspected_at"));
                })
                .list();
    }

    List<Listed> listed(AccountId account) {
        return jdbc.sql("""
                SELECT credential_id, transports FROM passkey
                WHERE account_id = :account ORDER BY created_at, passkey_id
                """)
                .param("account", account.value())
                .query((row, n) -> new Listed(row.getBytes("credential_id"), words(row)))
                .list();
    }

    private static List<String> words(ResultSet row) throws SQLException {
        String words = row.getString("transports");
        return words.isEmpty() ? List.of() : Arrays.asList(words.split(" "));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /// @param name null takes it away
    boolean rename(AccountId account, UUID id, @Nullable String name) {
        return jdbc.sql("UPDATE passkey SET name_closed = :name WHERE account_id = :account AND passkey_id = :passkey")
                        .param("account", account.value())
                        .param("passkey", id)
                        .param("name", name == null ? null : vault.close(account, NAME, name))
                        .update()
                == 1;
    }

    void delete(AccountId account, UUID id) {
        jdbc.sql("DELETE FROM passkey_credential WHERE account_id = :account AND passkey_id = :passkey")
                .param("account", account.value())
                .param("passkey", id)
                .update();
        jdbc.sql("DELETE FROM passkey WHERE account_id = :account AND passkey_id = :passkey")
                .param("account", account.value())
                .param("passkey", id)
                .update();
    }

    void erase(AccountId account) {
        for (String table : List.of("passkey_credential", "passkey", "passkey_holder")) {
            jdbc.sql("DELETE FROM " + table + " WHERE account_id = :account")
                    .param("account", account.value())
                    .update();
        }
    }

    Optional<byte[]> publicKey(AccountId account, UUID id) {
        return jdbc.sql("SELECT cose_key FROM passkey WHERE account_id = :account AND passkey_id = :id")
                .param("account", account.value())
                .param("id", id)
                .query((row, n) -> row.getBytes("cose_key"))
                .optional();
    }
}
