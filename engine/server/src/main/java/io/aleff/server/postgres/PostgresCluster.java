package io.aleff.server.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running PostgreSQL with its data below one folder. At most one process may use the folder;
 * the caller holds the lock of the Aleff home.
 */
public final class PostgresCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final String DATABASE = "aleff";

  private final Path folder;
  private final Path data;
  private final Path log;
  private final Path programs;
  private final Unprivileged runner;
  private final PostgresCredentials credentials;
  private int port;
  private boolean adopted;

  private PostgresCluster(Path folder, Path log) throws IOException, InterruptedException {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.log = log;
    this.programs = PostgresBinaries.unpack(folder).resolve("bin");
    this.runner = Unprivileged.here();
    this.credentials = PostgresCredentials.load(folder.resolve("credentials.json"));
  }

  /**
   * Starts the cluster, or takes over one that a killed server left behind.
   *
   * @param folder where binaries, data and credentials are kept
   * @param log file that takes the output of PostgreSQL
   * @throws IOException with words for the operator when it cannot be had
   */
  public static PostgresCluster start(Path folder, Path log) throws IOException {
    try {
      Path own =
          Files.createDirectories(
              folder.toAbsolutePath(),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createDirectories(log.toAbsolutePath().getParent());
      PostgresCluster cluster = new PostgresCluster(own.toRealPath(), log.toAbsolutePath());
      cluster.start();
      return cluster;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL was starting.", e);
    }
  }

  /** JDBC address of the database of Aleff. */
  public String url() {
    return url(DATABASE);
  }

  public String ownerPassword() {
    return credentials.owner();
  }

  public String appPassword() {
    return credentials.app();
  }

  /** Whether this is the process of an earlier server that was killed. */
  public boolean adopted() {
    return adopted;
  }

  /** Process id of the postmaster, or -1 when it is gone. */
  public long pid() throws IOException {
    return Postmaster.running(data).map(Postmaster::pid).orElse(-1L);
  }

  /** Connects as superuser; for the owner's tests and repairs, never for the service. */
  public Connection superuser() throws SQLException {
    return connect(DATABASE);
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while PostgreSQL was stopping.", e);
    }
  }

  private void start() throws IOException, InterruptedException {
    Optional<Postmaster> orphan = Postmaster.running(data);
    if (orphan.isPresent() && adopt(orphan.get())) {
      return;
    }
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      create();
    }
    // Only a dead process's file is left here: Postmaster.running saw that nothing lives behind it.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
    launch();
    prepareDatabase();
  }

  private boolean adopt(Postmaster orphan) throws IOException, InterruptedException {
    port = orphan.port();
    try (Connection connection = connect("postgres")) {
      if (value(connection, "SHOW data_directory").equals(data.toString())
          && DURABLE.equals(value(connection, DURABILITY))) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(CUT_OFF);
        }
        LOG.info("Took over PostgreSQL {} that an earlier server left behind.", orphan.pid());
        adopted = true;
        return true;
      }
    } catch (SQLException e) {
      LOG.info(
          "PostgreSQL {} of an earlier server does not answer: {}", orphan.pid(), e.toString());
    }
    stop();
    return false;
  }

  private void create() throws IOException, InterruptedException {
    Path partial = folder.resolve("data.partial");
    PostgresBinaries.deleteTree(partial);
    Path password =
        Files.createTempFile(
            folder,
            "initdb",
            ".password",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(password, credentials.postgres());
      run(
          runner.command(
              programs.resolve("initdb"),
              "--pgdata=" + partial,
              "--username=postgres",
              "--auth=scram-sha-256",
              "--pwfile=" + password,
              "--encoding=UTF8",
              "--locale=C"),
          60);
    } finally {
      Files.delete(password);
    }
    PostgresBinaries.deleteTree(data);
    Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void launch() throws IOException, InterruptedException {
    IOException failure = new IOException("PostgreSQL was not started.");
    for (int attempt = 0; attempt < 3; attempt++) {
      port = freePort();
      Files.writeString(data.resolve("postgresql.conf"), SETTINGS.formatted(port));
      try {
        run(
            runner.command(
                programs.resolve("pg_ctl"),
                "start",
                "--wait",
                "--timeout=60",
                "--pgdata=" + data,
                "--log=" + log),
            90);
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new IOException("PostgreSQL does not start; its own words are in " + log, failure);
  }

  private void stop() throws IOException, InterruptedException {
    Optional<Postmaster> running = Postmaster.running(data);
    if (running.isEmpty()) {
      return;
    }
    for (String mode : List.of("fast", "immediate")) {
      try {
        run(
            runner.command(
                programs.resolve("pg_ctl"),
                "stop",
                "--wait",
                "--timeout=30",
                "--mode=" + mode,
                "--pgdata=" + data),
            40);
        return;
      } catch (IOException e) {
        LOG.warn("PostgreSQL does not stop ({}): {}", mode, e.getMessage());
      }
    }
    if (running.get().alive(data)) {
      throw new IOException("PostgreSQL process " + running.get().pid() + " cannot be stopped.");
    }
  }

  private void prepareDatabase() throws IOException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      role(connection, "aleff_owner", credentials.owner());
      role(connection, "aleff_app", credentials.app());
      if (value(connection, "SELECT count(*) FROM pg_database WHERE datname = 'aleff'")
          .equals("0")) {
        statement.execute("CREATE DATABASE aleff OWNER aleff_owner");
        statement.execute("REVOKE ALL ON DATABASE aleff FROM PUBLIC");
        statement.execute("GRANT CONNECT ON DATABASE aleff TO aleff_app");
      }
    } catch (SQLException e) {
      throw new IOException("PostgreSQL runs but its database cannot be prepared.", e);
    }
  }

  private static void role(Connection connection, String name, String password)
      throws SQLException {
    String known = "SELECT count(*) FROM pg_roles WHERE rolname = '" + name + "'";
    if (value(connection, known).equals("0")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%s'".formatted(name, password));
      }
    }
  }

  private static String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        url(database) + "?connectTimeout=5&loginTimeout=5&socketTimeout=30",
        "postgres",
        credentials.postgres());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(List<String> command, int seconds) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "command", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " took longer than " + seconds + " s.");
      }
      if (process.exitValue() != 0) {
        String words = Files.readString(output, StandardCharsets.UTF_8).strip();
        throw new IOException(command + " failed (" + process.exitValue() + "): " + words);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static final String ACCESS =
      """
      # Written by Aleff at every start.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private static final String SETTINGS =
      """
      # Written by Aleff at every start.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      port = %d
      fsync = on
      full_page_writes = on
      synchronous_commit = on
      password_encryption = 'scram-sha-256'
      max_connections = 60
      shared_buffers = '64MB'
      max_wal_size = '256MB'
      idle_in_transaction_session_timeout = '5min'
      log_timezone = 'UTC'
      timezone = 'UTC'
      datestyle = 'iso, ymd'
      log_line_prefix = '%%m [%%p] '
      log_min_error_statement = 'panic'
      """;

  private static final String DURABILITY =
      "SELECT current_setting('fsync') || current_setting('synchronous_commit')"
          + " || current_setting('full_page_writes')";
  private static final String DURABLE = "ononon";
  private static final String CUT_OFF =
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
          + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";
}
