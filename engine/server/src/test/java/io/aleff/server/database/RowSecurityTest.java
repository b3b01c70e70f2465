package io.aleff.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class RowSecurityTest {

  private final TestDatabase database = TestDatabase.shared();
  private final TenantJdbc jdbc = database.jdbc();
  private final TenantId mine = TestDatabase.newTenant();
  private final TenantId theirs = TestDatabase.newTenant();

  @Test
  void everyTableKeepsTenantsApart() {
    assertThat(DatabaseChecks.tablesWithoutRowSecurity(database.app())).isEmpty();
    assertThat(DatabaseChecks.findings(database.app())).isEmpty();
  }

  @Test
  void aTableWithoutRowSecurityIsFound() throws SQLException {
    database.tamper("CREATE TABLE forgotten (tenant text)");
    try {
      assertThat(DatabaseChecks.tablesWithoutRowSecurity(database.app()))
          .containsExactly("forgotten");
    } finally {
      database.tamper("DROP TABLE forgotten");
    }
  }

  @Test
  void anotherTenantsRowsAreNotThere() {
    insert(mine);

    assertThat(digests(theirs)).isEmpty();
    assertThat(digests(mine)).hasSize(1);
  }

  @Test
  void withoutTenantThereAreNoRows() {
    insert(mine);

    assertThat(
            JdbcClient.create(database.app())
                .sql("SELECT digest FROM release")
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void rowsCannotBeWrittenForAnotherTenant() {
    assertThatThrownBy(() -> jdbc.run(mine, client -> insert(client, theirs)))
        .isInstanceOf(DataAccessException.class)
        .hasStackTraceContaining("row-level security");
  }

  /** The test of the test: these queries have no tenant in their WHERE, only the policy helps. */
  @Test
  void withThePolicyOffTheRowsAreSeen() throws SQLException {
    insert(mine);
    database.tamper("ALTER TABLE release DISABLE ROW LEVEL SECURITY");
    try {
      assertThat(digests(theirs)).isNotEmpty();
    } finally {
      database.tamper("ALTER TABLE release ENABLE ROW LEVEL SECURITY");
    }
  }

  @Test
  void oneTransactionBelongsToOneTenant() {
    assertThatThrownBy(() -> jdbc.run(mine, client -> jdbc.run(theirs, other -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(theirs.value());
  }

  @Test
  void theTenantEndsWithTheTransaction() {
    jdbc.run(mine, client -> {});

    List<String> left =
        JdbcClient.create(database.app())
            .sql("SELECT coalesce(current_setting('aleff.tenant', true), '')")
            .query(String.class)
            .list();
    assertThat(left).containsExactly("");
  }

  private void insert(TenantId tenant) {
    jdbc.run(tenant, client -> insert(client, tenant));
  }

  private static void insert(JdbcClient client, TenantId tenant) {
    client
        .sql(
            """
            INSERT INTO release (tenant, digest, created_at, created_by, files, archive)
            VALUES (?, 'd', now(), 'x', 0, '') ON CONFLICT DO NOTHING""")
        .param(tenant.value())
        .update();
  }

  private List<String> digests(TenantId tenant) {
    return jdbc.get(
        tenant, client -> client.sql("SELECT digest FROM release").query(String.class).list());
  }
}
