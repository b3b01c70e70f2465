package io.aleff.qa.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Aleff service in a process of its own, on loopback, in a home folder of its own. */
final class ServerProcess implements AutoCloseable {

  private final Path home;
  private final int port;
  private final List<String> options;
  private Process process;

  private ServerProcess(Path home, int port, List<String> options, Process process) {
    this.home = home;
    this.port = port;
    this.options = options;
    this.process = process;
  }

  static ServerProcess start(Path home, String... options) throws IOException {
    int port = freePort();
    List<String> all = List.of(options);
    ServerProcess server = new ServerProcess(home, port, all, launch(home, port, all));
    try {
      return server.untilReady();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Ends the process at once, as a power cut would, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  void restart() throws IOException {
    Files.deleteIfExists(home.resolve("server.json"));
    process = launch(home, port, options);
    untilReady();
  }

  Path home() {
    return home;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Api as(String user) throws IOException {
    return new Api(
        url(), Files.readString(home.resolve("tokens").resolve(user + ".token")).strip());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ServerProcess untilReady() {
    Awaitility.await("the service is ready")
        .atMost(Duration.ofMinutes(6))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "The service ended with " + process.exitValue() + ":\n" + log(home));
              }
              return Files.exists(home.resolve("server.json"));
            });
    return this;
  }

  private static Process launch(Path home, int port, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.aleff.server.AleffServer");
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ALEFF_HOME", home.toString());
    builder.environment().put("ALEFF_PORT", Integer.toString(port));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("start.log").toFile()));
    return builder.start();
  }

  private static String log(Path home) {
    try {
      String text = Files.readString(home.resolve("start.log"));
      return text.substring(Math.max(0, text.length() - 4000));
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
