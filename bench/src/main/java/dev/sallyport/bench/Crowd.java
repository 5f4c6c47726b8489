package dev.sallyport.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// Rows of people who never come, beside those who do: what a database holds after some years.
final class Crowd {
    private static final List<String> TABLES = List.of("""
            CREATE TEMP TABLE crowd AS
            SELECT i, uuidv7() AS account, uuidv7() AS contact FROM generate_series(1, %d) AS i
            """, """
            INSERT INTO account (account_id, zone, created_at) SELECT account, 'Europe/Berlin', now() FROM crowd
            """, """
            INSERT INTO account_key (account_id, ring_key, wrapped, created_at)
            SELECT account, (SELECT min(ring_key) FROM account_key), decode(repeat('5a', 60), 'hex'), now() FROM crowd
            """, """
            INSERT INTO contact (account_id, contact_id, kind, value_closed, is_primary, added_at, proven_at, last_used_at)
            SELECT account, contact, 'MAIL', decode(repeat('5a', 56), 'hex'), true, now(), now(), now() FROM crowd
            """, """
            INSERT INTO identifier (index_hash, account_id, contact_id, skeleton_hash, plain, ring_key)
            SELECT sha256(convert_to('i' || i, 'UTF8')), account, contact, sha256(convert_to('s' || i, 'UTF8')), true,
                (SELECT min(ring_key) FROM account_key)
            FROM crowd
            """, """
            INSERT INTO password (account_id, hash, pepper_key, changed_at, breached, fits)
            SELECT account, rpad('$argon2id$v=19$m=47104,t=1,p=1$', 97, md5(i::text)),
                (SELECT min(pepper_key) FROM password), now(), false, true
            FROM crowd
            """, """
            INSERT INTO device (account_id, device_id, token_hash, seen_closed, first_seen_at, last_seen_at)
            SELECT account, contact, sha256(convert_to('d' || i, 'UTF8')), decode(repeat('5a', 120), 'hex'), now(), now()
            FROM crowd
            """, """
            INSERT INTO session (account_id, session_id, device_id, token_hash, seen_closed, proofs, shared, idle_seconds,
                opened_at, proven_at, last_used_at, expires_at)
            SELECT account, contact, contact, sha256(convert_to('t' || i, 'UTF8')), decode(repeat('5a', 120), 'hex'),
                'pwd', false, 3600, now(), now(), now(), now() + interval '1 day'
            FROM crowd
            """);

    private Crowd() {}

    /// Comes as the owner of the tables, because the user that serves must not.
    static void join(Node.Database database, int people) {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), "sallyport_owner", database.ownerPassword());
                var statement = connection.createStatement()) {
            // What is made here may be lost.
            statement.execute("SET synchronous_commit = off");
            for (String sql : TABLES) {
                statement.execute(sql.replace("%d", Integer.toString(people)));
            }
            statement.execute("VACUUM ANALYZE account, account_key, contact, identifier, password, device, session");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
