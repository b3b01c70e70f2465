package io.aleff.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {

  @TempDir Path home;

  @Test
  void dataSurvivesKillOfTheServerAndTheOrphanIsTakenOver() throws Exception {
    long orphan = startAndKillChild();
    assertThat(alive(orphan)).isTrue();

    try (PostgresCluster cluster = start()) {
      assertThat(cluster.adopted()).isTrue();
      assertThat(cluster.pid()).isEqualTo(orphan);
      assertThat(one(cluster, "SELECT word FROM survivor")).isEqualTo("kept");
    }

    assertThat(alive(orphan)).isFalse();
  }

  @Test
  void anOrphanThatDoesNotAnswerIsReplaced() throws Exception {
    long orphan = startAndKillChild();
    // With other passwords on file the orphan refuses us: it must be stopped, not adopted.
    Path credentials = home.resolve("postgres/credentials.json");
    String right = Files.readString(credentials);
    Files.writeString(
        credentials, right.replaceFirst("\"postgres\":\"[^\"]*\"", "\"postgres\":\"x\""));

    assertThatThrownBy(this::start).isInstanceOf(IOException.class);
    Files.writeString(credentials, right);

    try (PostgresCluster cluster = start()) {
      assertThat(alive(orphan)).isFalse();
      assertThat(one(cluster, "SELECT word FROM survivor")).isEqualTo("kept");
    }
  }

  @Test
  void commitsAreDurableAndStrangersStayOut() throws Exception {
    try (PostgresCluster cluster = start()) {
      assertThat(one(cluster, "SHOW fsync")).isEqualTo("on");
      assertThat(one(cluster, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(one(cluster, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(one(cluster, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThatThrownBy(() -> DriverManager.getConnection(cluster.url(), "postgres", "guess"))
          .isInstanceOf(SQLException.class);
      assertThat(mode(home.resolve("postgres/credentials.json"))).isEqualTo("rw-------");
      assertThat(mode(home.resolve("postgres"))).isEqualTo("rwx------");
    }
  }

  @Test
  void aStaleProcessFileOfAnotherProgramIsNoObstacle() throws Exception {
    start().close();
    Files.writeString(
        home.resolve("postgres/data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n/elsewhere\n0\n1\n\n127.0.0.1\n");

    try (PostgresCluster cluster = start()) {
      assertThat(one(cluster, "SELECT 'here'")).isEqualTo("here");
    }
  }

  private PostgresCluster start() throws IOException {
    return PostgresCluster.start(home.resolve("postgres"), home.resolve("postgres.log"));
  }

  private long startAndKillChild() throws Exception {
    Path ready = home.resolve("ready");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("child.log").toFile())
            .start();
    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ready).exists();
    return Long.parseLong(Files.readString(ready));
  }

  private static String one(PostgresCluster cluster, String query) throws SQLException {
    try (Connection connection = cluster.superuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private boolean alive(long pid) throws IOException {
    return new Postmaster(pid, 0).alive(home.toRealPath().resolve("postgres/data"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Starts the cluster, commits a row and dies as by {@code kill -9}. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) throws Exception {
      Path home = Path.of(args[0]);
      PostgresCluster cluster =
          PostgresCluster.start(home.resolve("postgres"), home.resolve("postgres.log"));
      try (Connection connection = cluster.superuser();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE survivor AS SELECT 'kept'::text AS word");
      }
      Files.writeString(home.resolve("ready"), Long.toString(cluster.pid()));
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      TimeUnit.MINUTES.sleep(1);
    }
  }
}
