package dev.sallyport.oauth;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RecallStore {
    private final JdbcClient jdbc;

    RecallStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Recall> since(UUID from) {
        return jdbc.sql("""
                SELECT withdrawal_id AS id, 'KEY' AS kind, key_id AS name, withdrawn_at AS at
                FROM oauth_key WHERE withdrawal_id > :from
                UNION ALL
                SELECT removal_id, 'CLIENT', client_id, removed_at FROM oauth_client WHERE removal_id > :from
                ORDER BY id
                """)
                .param("from", from)
                .query((row, n) -> new Recall(
                        row.getObject("id", UUID.class),
                        Recall.Kind.valueOf(row.getString("kind")),
                        row.getString("name"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }
}
