package io.aleff.server;

import com.zaxxer.hikari.HikariDataSource;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.DatabaseRoles;
import io.aleff.server.database.Migrations;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.database.TenantTransactions;
import io.aleff.server.postgres.PostgresCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** One real PostgreSQL for all tests of this JVM; each test takes tenants of its own. */
public final class TestDatabase {

  private static final TestDatabase SHARED = new TestDatabase();
  private static final AtomicInteger TENANTS = new AtomicInteger();

  private final PostgresCluster cluster;
  private final HikariDataSource pool;
  private final TenantJdbc jdbc;

  private TestDatabase() {
    try {
      Path folder = Files.createTempDirectory("aleff-postgres-");
      cluster = PostgresCluster.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      cluster.close();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DatabaseRoles roles = roles();
    Migrations.apply(roles);
    pool = roles.appPool(8);
    jdbc = new TenantJdbc(new TenantTransactions(new JdbcTransactionManager(pool), pool), pool);
  }

  public static TestDatabase shared() {
    return SHARED;
  }

  /** A tenant that nobody else uses. */
  public static TenantId newTenant() {
    return new TenantId("t" + TENANTS.incrementAndGet());
  }

  public DatabaseRoles roles() {
    return new DatabaseRoles(
        cluster.url(),
        new DatabaseRoles.Login("aleff_app", cluster.appPassword()),
        new DatabaseRoles.Login("aleff_owner", cluster.ownerPassword()),
        true);
  }

  public HikariDataSource app() {
    return pool;
  }

  public TenantJdbc jdbc() {
    return jdbc;
  }

  /** Does as superuser what the service could not. */
  public void tamper(String sql) throws SQLException {
    try (Connection connection = cluster.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = aleff");
      statement.execute(sql);
    }
  }
}
