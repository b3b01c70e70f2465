package io.aleff.qa.e2e;

import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody can do who owns the tables of a running service: everything that SQL can, as row
 * security does not bind them once they switch it off.
 */
final class OwnerDatabase implements AutoCloseable {

  private final Connection connection;

  private OwnerDatabase(Connection connection) {
    this.connection = connection;
  }

  static OwnerDatabase of(ServerProcess server) throws IOException, SQLException {
    Path folder = server.home().resolve("postgres");
    String password =
        Json.MAPPER
            .readTree(Files.readString(folder.resolve("credentials.json")))
            .get("owner")
            .asString();
    String port = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(3).strip();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/aleff?currentSchema=aleff";
    return new OwnerDatabase(DriverManager.getConnection(url, "aleff_owner", password));
  }

  /** Row security holds for the owner too, until the owner takes that back. */
  void bindOwner(String table, boolean bound) throws SQLException {
    execute("ALTER TABLE " + table + (bound ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY");
  }

  void enter(String tenant) throws SQLException {
    execute("SELECT set_config('aleff.tenant', '" + tenant + "', false)");
  }

  List<String> columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = 'aleff' AND table_name = ?"
                + " ORDER BY ordinal_position")) {
      query.setString(1, table);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      String text = rows.next() ? rows.getString(1) : null;
      if (text == null) {
        throw new AssertionError("Nothing: " + sql);
      }
      return text;
    }
  }

  /** Returns how many rows were changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
