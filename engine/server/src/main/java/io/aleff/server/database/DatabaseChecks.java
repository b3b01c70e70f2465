package io.aleff.server.database;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold of a database before the service uses it. */
public final class DatabaseChecks {

  private DatabaseChecks() {}

  /**
   * @return what is wrong, in words for the operator; empty when all is well
   */
  public static List<String> findings(DataSource app) {
    JdbcClient jdbc = JdbcClient.create(app);
    List<String> findings = new ArrayList<>();
    if (!setting(jdbc, "fsync").equals("on")) {
      findings.add("fsync is off: a power cut could lose committed work. Switch it on.");
    }
    if (setting(jdbc, "synchronous_commit").equals("off")) {
      findings.add("synchronous_commit is off: a crash could lose committed work. Switch it on.");
    }
    if (holds(jdbc, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")) {
      findings.add(
          "The service's role is a superuser or has BYPASSRLS, which switches tenancy off. Use a"
              + " plain role.");
    }
    if (holds(
        jdbc,
        "SELECT count(*) > 0 FROM pg_tables WHERE schemaname = 'aleff'"
            + " AND pg_has_role(current_user, tableowner, 'USAGE')")) {
      findings.add(
          "The service's role owns the tables and could switch row-level security off. Use another"
              + " role than the owner.");
    }
    List<String> open = tablesWithoutRowSecurity(app);
    if (!open.isEmpty()) {
      findings.add("Tables without row-level security: " + String.join(", ", open));
    }
    return findings;
  }

  /** Names of Aleff's tables whose rows are not kept apart by tenant. */
  public static List<String> tablesWithoutRowSecurity(DataSource source) {
    return JdbcClient.create(source)
        .sql(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'aleff' AND c.relkind IN ('r', 'p')
              AND c.relname <> 'flyway_schema_history'
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
            ORDER BY 1""")
        .query(String.class)
        .list();
  }

  private static String setting(JdbcClient jdbc, String name) {
    return jdbc.sql("SELECT current_setting(?)").param(name).query(String.class).single();
  }

  private static boolean holds(JdbcClient jdbc, String query) {
    return Boolean.TRUE.equals(jdbc.sql(query).query(Boolean.class).single());
  }
}
