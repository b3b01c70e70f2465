package io.aleff.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How to reach the database in its two roles.
 *
 * @param url JDBC address
 * @param app role of the service
 * @param owner role that owns the schema
 * @param embedded whether it is the one that Aleff brings along
 */
public record DatabaseRoles(String url, Login app, Login owner, boolean embedded) {

  /** One role. */
  public record Login(String username, String password) {

    /** Passwords do not belong in logs. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  /** Unpooled; for migrations only. */
  public DataSource ownerSource() {
    return source(owner, "aleff-owner");
  }

  /** Unpooled, as the service's role; for a connection that is kept. */
  public DataSource appSource() {
    return source(app, "aleff-events");
  }

  private DataSource source(Login login, String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(login.username());
    source.setPassword(login.password());
    source.setCurrentSchema(Migrations.SCHEMA);
    source.setApplicationName(name);
    return source;
  }

  /** The pool of the service. */
  public HikariDataSource appPool(int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("aleff");
    config.setJdbcUrl(url);
    config.setUsername(app.username());
    config.setPassword(app.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(4, size));
    config.setConnectionTimeout(10_000);
    config.setAutoCommit(true);
    config.addDataSourceProperty("currentSchema", Migrations.SCHEMA);
    config.addDataSourceProperty("ApplicationName", "aleff");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(config);
  }
}
