package dev.sallyport.audit;

import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks at what the serving database user may do before the server serves: a user that could edit the record
/// makes every promise about it void, however good the code is.
@Component
final class Privileges implements InitializingBean {
    private final JdbcClient jdbc;

    Privileges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        List<String> excess = excess();
        if (!excess.isEmpty()) {
            throw new IllegalStateException("The database user " + user()
                    + " could edit the record of security facts (" + String.join(", ", excess)
                    + "), so Sallyport does not serve with it. Set database.user to a user that is no superuser, does"
                    + " not own the tables and is no member of database.owner-user, and take these rights away.");
        }
    }

    private String user() {
        return jdbc.sql("SELECT current_user").query(String.class).single();
    }

    /// Every right it has and must not have, such as "UPDATE on audit_fact".
    List<String> excess() {
        return jdbc.sql("""
                WITH record (name, allowed) AS (VALUES
                    ('audit_fact', ARRAY['SELECT']),
                    ('audit_checkpoint', ARRAY['SELECT', 'INSERT']),
                    ('audit_anchor', ARRAY['SELECT', 'INSERT']))
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
