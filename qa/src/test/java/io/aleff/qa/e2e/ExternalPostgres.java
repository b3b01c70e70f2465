package io.aleff.qa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that Aleff did not start: the operating system's where it is installed, with
 * passwords; otherwise the test library's.
 */
final class ExternalPostgres implements Closeable {

  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final String url;
  private final Closeable server;

  private ExternalPostgres(String url, Closeable server) {
    this.url = url;
    this.server = server;
  }

  static ExternalPostgres start() throws IOException, InterruptedException {
    Path programs = installed();
    if (programs != null) {
      return installed(programs);
    }
    System.out.println("No PostgreSQL is installed: its part is played by the embedded one.");
    EmbeddedPostgres embedded = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
    return new ExternalPostgres(
        "jdbc:postgresql://127.0.0.1:" + embedded.getPort() + "/", embedded);
  }

  /** What docs/operations.md tells an operator to run. */
  void prepare(List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url + "postgres", "postgres", "top");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  String url(String database) {
    return url + database;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static @Nullable Path installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private static ExternalPostgres installed(Path programs)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("aleff-external-");
    Path password = Files.writeString(folder.resolve("password"), "top");
    if (root()) {
      run(List.of("chown", "-R", "nobody", folder.toString()));
    }
    String data = folder.resolve("data").toString();
    run(
        plain(
            programs.resolve("initdb").toString(),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            "--pwfile=" + password,
            "-E",
            "UTF8",
            "--locale=C.UTF-8"));
    int port = freePort();
    Process server =
        new ProcessBuilder(
                plain(
                    programs.resolve("postgres").toString(),
                    "-D",
                    data,
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories="))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/";
    Awaitility.await("PostgreSQL answers")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              DriverManager.getConnection(url + "postgres", "postgres", "top").close();
              return true;
            });
    return new ExternalPostgres(url, () -> stop(server, folder));
  }

  /** PostgreSQL does not run as root. */
  private static List<String> plain(String... command) {
    List<String> all = new ArrayList<>();
    if (root()) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  private static void stop(Process server, Path folder) throws IOException {
    server.destroy();
    try {
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
      run(List.of("rm", "-rf", folder.toString()));
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
