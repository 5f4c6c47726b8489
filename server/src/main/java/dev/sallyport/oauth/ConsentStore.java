package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ConsentStore {
    /// What was said yes to, for one set of interfaces.
    record Consent(String client, List<String> audiences, Set<String> scopes, Instant givenAt) {}

    private final JdbcClient jdbc;

    ConsentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Consent> find(AccountId account, String client) {
        return list(account).stream().filter(c -> c.client().equals(client)).toList();
    }

    List<Consent> list(AccountId account) {
        return jdbc.sql("SELECT * FROM oauth_consent WHERE account_id = :account ORDER BY client_id, audiences")
                .param("account", account.value())
                .query((row, n) -> new Consent(
                        row.getString("client_id"),
                        ClientStore.split(row.getString("audiences")),
                        new LinkedHashSet<>(ClientStore.split(row.getString("scopes"))),
                        row.getTimestamp("given_at").toInstant()))
                .list();
    }

    /// Keeps what the holder has said now; the day he first said yes to the client stays.
    void put(AccountId account, String client, List<String> audiences, Set<String> scopes, Instant now) {
        jdbc.sql("""
                INSERT INTO oauth_consent (account_id, client_id, audiences, scopes, given_at, changed_at)
                VALUES (:account, :client, :audiences, :scopes, :now, :now)
                ON CONFLICT (account_id, client_id, audiences) DO UPDATE SET scopes = :scopes, changed_at = :now
                """)
                .param("account", account.value())
                .param("client", client)
                .param("audiences", ClientStore.join(audiences))
                .param("scopes", ClientStore.join(scopes))
                .param("now", Timestamp.from(now))
                .update();
    }

    /// @return how many there were
    int removeAll(AccountId account) {
        return jdbc.sql("DELETE FROM oauth_consent WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    boolean remove(AccountId account, String client) {
        return jdbc.sql("DELETE FROM oauth_consent WHERE account_id = :account AND client_id = :client")
                        .param("account", account.value())
                        .param("client", client)
                        .update()
                > 0;
    }

    /// Forgets some of what was said of a client by anybody.
    List<AccountId> removeSomeOf(String client, int most) {
        return jdbc.sql("""
                DELETE FROM oauth_consent c
                USING (SELECT account_id, audiences FROM oauth_consent WHERE client_id = :client
                    LIMIT :most FOR UPDATE SKIP LOCKED) portion
                WHERE c.account_id = portion.account_id AND c.client_id = :client
                    AND c.audiences = portion.audiences
                RETURNING c.account_id
                """)
                .param("client", client)
                .param("most", most)
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }
}
