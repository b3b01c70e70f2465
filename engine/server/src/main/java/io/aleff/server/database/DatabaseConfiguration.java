package io.aleff.server.database;

import com.zaxxer.hikari.HikariDataSource;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.config.HomeLock;
import io.aleff.server.postgres.PostgresCluster;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the database: embedded unless an external one is named. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  HomeLock homeLock(AleffSettings settings) throws IOException {
    return HomeLock.acquire(settings.home());
  }

  /** The parameter makes sure that nobody else uses the home. */
  @Bean
  EmbeddedDatabase embeddedDatabase(AleffSettings settings, HomeLock lock) throws IOException {
    return settings.database().url() == null
        ? new EmbeddedDatabase(
            Optional.of(
                PostgresCluster.start(
                    settings.folder("postgres"), settings.folder("logs").resolve("postgres.log"))))
        : new EmbeddedDatabase(Optional.empty());
  }

  @Bean
  DatabaseRoles databaseRoles(AleffSettings settings, EmbeddedDatabase embedded) {
    AleffSettings.Database external = settings.database();
    return embedded
        .cluster()
        .map(
            cluster ->
                new DatabaseRoles(
                    cluster.url(),
                    new DatabaseRoles.Login("aleff_app", cluster.appPassword()),
                    new DatabaseRoles.Login("aleff_owner", cluster.ownerPassword()),
                    true))
        .orElseGet(
            () ->
                new DatabaseRoles(
                    String.valueOf(external.url()),
                    new DatabaseRoles.Login(external.username(), orEmpty(external.password())),
                    new DatabaseRoles.Login(
                        external.ownerUsername(), orEmpty(external.ownerPassword())),
                    false));
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  /** Usable once the schema is up to date and everything that must hold does. */
  @Bean
  HikariDataSource dataSource(DatabaseRoles roles, AleffSettings settings) {
    Migrations.apply(roles);
    HikariDataSource pool = roles.appPool(settings.database().poolSize());
    List<String> findings = DatabaseChecks.findings(pool);
    if (!findings.isEmpty()) {
      pool.close();
      throw new UnsafeDatabaseException(findings);
    }
    return pool;
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource source) {
    return new JdbcTransactionManager(source);
  }

  @Bean
  TenantTransactions transactions(PlatformTransactionManager manager, DataSource source) {
    return new TenantTransactions(manager, source);
  }

  @Bean
  TenantJdbc tenantJdbc(TenantTransactions transactions, DataSource source) {
    return new TenantJdbc(transactions, source);
  }
}
