package io.aleff.server.database;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date as its owner. */
public final class Migrations {

  /** Schema of Aleff's own tables. */
  public static final String SCHEMA = "aleff";

  private Migrations() {}

  public static void apply(DatabaseRoles roles) {
    Flyway.configure()
        .dataSource(roles.ownerSource())
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .locations("classpath:io/aleff/server/migration")
        .placeholders(Map.of("app", '"' + roles.app().username().replace("\"", "\"\"") + '"'))
        .cleanDisabled(true)
        .loggers("slf4j")
        .load()
        .migrate();
  }
}
