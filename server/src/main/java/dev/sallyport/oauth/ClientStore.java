package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ClientStore {
    /// News of whose tokens changed: an account's id, or a client's.
    static final String TOPIC = "oauth";

    private final JdbcClient jdbc;

    ClientStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False when another client's name looks the same.
    boolean insert(Client client, String skeleton) {
        return jdbc.sql("""
                INSERT INTO oauth_client (client_id, name, skeleton, standing, method, strict, bound, secret_hash, jwks,
                    grants, scopes, redirects, after_logout, back_channel, audiences, detail_types, added_at)
                VALUES (:client, :name, :skeleton, :standing, :method, :strict, :bound, :hash, :jwks,
                    :grants, :scopes, :redirects, :after, :back, :audiences, :types, :now)
                ON CONFLICT DO NOTHING
                """)
                        .param("client", client.id())
                        .param("name", client.name())
                        .param("skeleton", skeleton)
                        .param("standing", client.standing().name())
                        .param("method", client.method().name())
                        .param("strict", client.strict())
                        .param("bound", client.bound())
                        .param("hash", client.secretHash(), Types.BINARY)
                        .param("jwks", client.jwks(), Types.VARCHAR)
                        .param("grants", join(client.grants()))
                        .param("scopes", join(client.scopes()))
                        .param("redirects", join(client.redirects()))
                        .param("after", join(client.afterLogout()))
                        .param("back", client.backChannel(), Types.VARCHAR)
                        .param("audiences", join(client.audiences()))
                        .param("types", join(client.detailTypes()))
                        .param("now", Timestamp.from(client.addedAt()))
                        .update()
                == 1;
    }

    Optional<Client> find(String id) {
        return jdbc.sql("SELECT * FROM oauth_client WHERE client_id = :client AND removed_at IS NULL")
                .param("client", id)
                .query(ClientStore::row)
                .optional();
    }

    List<Client> all() {
        return jdbc.sql("SELECT * FROM oauth_client WHERE removed_at IS NULL ORDER BY added_at, client_id")
                .query(ClientStore::row)
                .list();
    }

    /// Also by a command, while no node of ours runs: so the statement itself tells those that do.
    boolean remove(Recall recall) {
        return jdbc.sql("""
                WITH gone AS (
                    UPDATE oauth_client SET removed_at = :now, removal_id = :id
                    WHERE client_id = :client AND removed_at IS NULL
                    RETURNING client_id)
                SELECT pg_notify(:channel, :topic || ' ' || client_id), pg_notify(:channel, :recall) FROM gone
                """)
                .param("client", recall.name())
                .param("id", recall.id())
                .param("now", Timestamp.from(recall.at()))
                .param("channel", Feed.CHANNEL)
                .param("topic", TOPIC)
                .param("recall", Recall.TOPIC + " " + recall.text())
                .query((row, n) -> true)
                .optional()
                .isPresent();
    }

    /// Removed ones that may still have something.
    List<String> uncleared() {
        return jdbc.sql("""
                SELECT client_id FROM oauth_client WHERE removed_at IS NOT NULL AND cleared_at IS NULL
                ORDER BY removed_at
                """).query((row, n) -> row.getString("client_id")).list();
    }

    /// Notes that a removed one has nothing any more, unless others are still busy with it.
    void cleared(String client, Instant now) {
        jdbc.sql("""
                UPDATE oauth_client SET cleared_at = :now
                WHERE client_id = :client AND cleared_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM oauth_grant WHERE client_id = :client AND ended_at IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM oauth_consent WHERE client_id = :client)
                """).param("client", client).param("now", Timestamp.from(now)).update();
    }

    /// None of what is joined can hold a blank.
    static String join(Collection<String> parts) {
        return String.join(" ", parts);
    }

    static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(" "));
    }

    private static Client row(ResultSet row, int n) throws SQLException {
        return new Client(
                row.getString("client_id"),
                row.getString("name"),
                Client.Standing.valueOf(row.getString("standing")),
                Client.Method.valueOf(row.getString("method")),
                row.getBoolean("strict"),
                row.getBoolean("bound"),
                row.getBytes("secret_hash"),
                row.getString("jwks"),
                new LinkedHashSet<>(split(row.getString("grants"))),
                new LinkedHashSet<>(split(row.getString("scopes"))),
                split(row.getString("redirects")),
                split(row.getString("after_logout")),
                row.getString("back_channel"),
                split(row.getString("audiences")),
                new LinkedHashSet<>(split(row.getString("detail_types"))),
                row.getTimestamp("added_at").toInstant());
    }
}
