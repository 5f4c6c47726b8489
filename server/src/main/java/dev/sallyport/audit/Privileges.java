package dev.sallyport.audit;

import dev.sallyport.base.db.DatabaseTrouble;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks at what the serving database user may do before the server serves: a user that could edit the record
/// makes every promise about it void, however good the code is.
@Component
public final class Privileges implements InitializingBean {
    private final JdbcClient jdbc;

    Privileges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        obstacle(jdbc).ifPresent(sentence -> {
            throw new DatabaseTrouble(sentence);
        });
    }

    /// Why nobody may serve as this user, in a sentence; also for a look before the start.
    public static Optional<String> obstacle(JdbcClient jdbc) {
        List<String> excess = excess(jdbc);
        if (excess.isEmpty()) {
            return Optional.empty();
        }
        String user = jdbc.sql("SELECT current_user").query(String.class).single();
        return Optional.of("The database user " + user + " could edit the record of security facts ("
                + String.join(", ", excess)
                + "), so Sallyport does not serve with it. Set database.user to a user that is no superuser, does"
                + " not own the tables and is no member of database.owner-user, and take these rights away.");
    }

    /// Every right it has and must not have, such as "UPDATE on audit_fact". Before the first start there are no
    /// tables, and only a superuser is known for what he is.
    static List<String> excess(JdbcClient jdbc) {
        return jdbc.sql("""
                WITH record (name, allowed) AS MATERIALIZED (
                    SELECT * FROM (VALUES
                        ('audit_fact', ARRAY['SELECT']),
                        ('audit_checkpoint', ARRAY['SELECT', 'INSERT']),
                        ('audit_anchor', ARRAY['SELECT', 'INSERT'])) AS known (name, allowed)
                    WHERE to_regclass(name) IS NOT NULL)
                SELECT privilege || ' on ' || name
                FROM record, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
                WHERE privilege <> ALL (allowed)
                  AND (has_table_privilege(current_user, name, privilege)
                       OR (privilege IN ('INSERT', 'UPDATE')
                           AND has_any_column_privilege(current_user, name, privilege)))
                UNION ALL
                SELECT 'member of the owner of ' || name
                FROM record JOIN pg_class c ON c.oid = name::regclass
                WHERE pg_has_role(current_user, c.relowner, 'MEMBER')
                UNION ALL
                SELECT 'superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
                """).query((row, n) -> row.getString(1)).list();
    }
}
