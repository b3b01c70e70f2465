package io.aleff.qa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * The owner of the audit tables changes one byte of each of their columns; the service says where.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperingTest {

  private static final String TENANT = "tenant = 'default'";

  private final ServerProcess server;
  private final Api admin;

  TamperingTest(ServerProcess server) throws IOException {
    this.server = server;
    this.admin = server.as("admin");
  }

  /** Events that belong to runs, and a signature in the middle of the chain. */
  @BeforeAll
  void makeHistory() throws IOException, SQLException {
    var refused = server.as("demo-requester").post("/runs/unknown/cancel", Map.of());
    assertThat(refused.statusCode()).isEqualTo(404);
    String run = server.as("demo-requester").run(Samples.sales());
    assertThat(admin.post("/runs/" + run + "/cancel", Map.of()).statusCode()).isEqualTo(202);
    assertThat(admin.get("/audit/export").body()).contains("\"kind\":\"seal\"");
    assertThat(server.as("demo-requester").post("/runs/unknown/cancel", Map.of()).statusCode())
        .isEqualTo(404);
    Awaitility.await("nothing more happens")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofMinutes(1))
        .until(() -> verified().get("events").asLong(), new Same()::as);
    signing(false);
  }

  @AfterAll
  void leaveAsFound() throws IOException, SQLException {
    signing(true);
    assertThat(verified().get("valid").asBoolean()).isTrue();
  }

  /** The service signs the chain each minute; a head that is wrong right then would stay signed. */
  private void signing(boolean allowed) throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      owner.execute(
          (allowed ? "GRANT INSERT ON audit_seal TO" : "REVOKE INSERT ON audit_seal FROM")
              + " aleff_app");
    }
  }

  private static final class Same {
    private long last = -1;

    private boolean as(long now) {
      boolean same = now == last;
      last = now;
      return same;
    }
  }

  @Test
  void everyColumnOfAnEvent() throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      String row = text(owner, "SELECT min(seq) FROM audit_event WHERE run IS NOT NULL AND ");
      long seq = Long.parseLong(row);
      for (String column : owner.columns("audit_event")) {
        assertPlace(owner, "audit_event", column, seq, seq);
      }
    }
  }

  @Test
  void everyColumnOfTheHead() throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      long last = Long.parseLong(text(owner, "SELECT seq FROM audit_head WHERE "));
      for (String column : owner.columns("audit_head")) {
        // A head that names an event which is not there breaks the chain at its end.
        assertPlace(owner, "audit_head", column, last, null);
      }
    }
  }

  @Test
  void everyColumnOfASignature() throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      long seq = Long.parseLong(text(owner, "SELECT min(seq) FROM audit_seal WHERE "));
      for (String column : owner.columns("audit_seal")) {
        if (!column.equals("tenant")) {
          assertPlace(owner, "audit_seal", column, seq, column.equals("seq") ? null : seq);
        }
      }
    }
  }

  @Test
  void aMissingEvent() throws IOException, SQLException {
    try (OwnerDatabase owner = OwnerDatabase.of(server)) {
      owner.bindOwner("audit_event", false);
      owner.execute("CREATE TABLE kept AS SELECT * FROM audit_event WHERE seq = 2 AND " + TENANT);
      try {
        owner.execute("DELETE FROM audit_event WHERE seq = 2 AND " + TENANT);
        assertThat(verified().get("brokenAt").asLong()).isEqualTo(2);
      } finally {
        owner.execute("INSERT INTO audit_event SELECT * FROM kept");
        owner.execute("DROP TABLE kept");
        owner.bindOwner("audit_event", true);
      }
    }
    assertThat(verified().get("valid").asBoolean()).isTrue();
  }

  /** Changes the column of one row, looks, and puts the old value back. */
  private void assertPlace(
      OwnerDatabase owner, String table, String column, long seq, @Nullable Long place)
      throws SQLException {
    assertThat(verified().get("valid").asBoolean()).as("before " + table + "." + column).isTrue();
    owner.bindOwner(table, false);
    String row = "ctid = '" + owner.text(select(table, "ctid", seq)) + "'";
    String old = owner.text(select(table, column, seq));
    String type = owner.text("SELECT pg_typeof(" + column + ") FROM " + table + " LIMIT 1");
    try {
      row = set(owner, table, column, type, changed(column, old), row);
      JsonNode found = verified();
      assertThat(found.get("valid").asBoolean()).as("%s.%s", table, column).isFalse();
      assertThat(found.get("reason").asString()).isNotBlank();
      if (place != null) {
        assertThat(found.get("brokenAt").asLong()).as("%s.%s", table, column).isEqualTo(place);
      } else {
        assertThat(found.get("brokenAt").asLong()).as("%s.%s", table, column).isPositive();
      }
    } finally {
      var unused = set(owner, table, column, type, old, row);
      owner.bindOwner(table, true);
    }
    assertThat(verified().get("valid").asBoolean()).as("after " + table + "." + column).isTrue();
  }

  private static String select(String table, String column, long seq) {
    return "SELECT " + column + "::text FROM " + table + " WHERE seq = " + seq + " AND " + TENANT;
  }

  /** Returns where the row is afterwards. */
  private static String set(
      OwnerDatabase owner, String table, String column, String type, String value, String row)
      throws SQLException {
    String sql =
        "UPDATE %s SET %s = '%s'::%s WHERE %s RETURNING ctid::text"
            .formatted(table, column, value.replace("'", "''"), type, row);
    return "ctid = '" + owner.text(sql) + "'";
  }

  /** One other byte that the column's type allows; a number gets digits that no other row has. */
  private static String changed(String column, String old) {
    if (column.equals("seq")) {
      return old + "000";
    }
    int at =
        switch (column) {
          case "event" -> old.indexOf("\"summary\":") + 12;
          case "signature" -> old.length() / 2;
          case "at" -> 3;
          default -> old.length() - 1;
        };
    char now = old.charAt(at);
    char other = now == '3' ? '4' : '3';
    return old.substring(0, at) + other + old.substring(at + 1);
  }

  private static String text(OwnerDatabase owner, String sql) throws SQLException {
    owner.enter("default");
    return String.valueOf(owner.text(sql + TENANT));
  }

  private JsonNode verified() {
    return admin.json("/audit/verify");
  }
}
