package io.aleff.cli.operation;

import io.aleff.cli.run.Words;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the service needs of this machine, looked at without the service. */
final class LocalChecks {

  private static final int OLDEST_JAVA = 21;
  private static final long LOW_DISK = 1L << 30;

  private final Map<String, String> environment;
  private final Words words;
  private final ArrayNode checks = JsonNodeFactory.instance.arrayNode();

  LocalChecks(Map<String, String> environment, Words words) {
    this.environment = environment;
    this.words = words;
  }

  /**
   * @param home where the service keeps its data
   * @param server its address
   * @return as the service's own checks: {@code check}, {@code ok}, {@code detail}, {@code fix}
   */
  ArrayNode all(Path home, URI server) {
    int java = Runtime.version().feature();
    add("JDK", java >= OLDEST_JAVA, words.say("doctor.jdk", java), words.say("doctor.jdk.fix"));
    program("bubblewrap", inPath("bwrap"), "bubblewrap");
    program("setpriv", inPath("setpriv"), "util-linux");
    program("python3", first("/usr/bin/python3"), "python3");
    program("node", first("/usr/bin/node", "/usr/bin/nodejs"), "nodejs");
    folder(home);
    port(server);
    return checks;
  }

  private void add(String check, boolean ok, String detail, String fix) {
    checks
        .addObject()
        .put("check", check)
        .put("ok", ok)
        .put("detail", detail)
        .put("fix", ok ? "" : fix);
  }

  private void program(String name, @Nullable Path found, String debian) {
    String detail =
        found == null ? words.say("doctor.missing") : words.say("doctor.found", found.toString());
    add(name, found != null, detail, words.say("doctor.install", debian));
  }

  private @Nullable Path inPath(String program) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    List<String> candidates = new ArrayList<>();
    Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> folder.startsWith("/"))
        .forEach(folder -> candidates.add(folder + "/" + program));
    return first(candidates.toArray(String[]::new));
  }

  private static @Nullable Path first(String... candidates) {
    return Stream.of(candidates).map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
  }

  private void folder(Path home) {
    Path there = home.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    boolean writable = Files.isDirectory(there) && Files.isWritable(there);
    add(
        "ALEFF_HOME",
        writable,
        words.say(writable ? "doctor.home" : "doctor.home.not", home),
        words.say("doctor.home.fix", home));
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String detail = words.say("doctor.disk", free >> 20, home);
      add("disk", free > LOW_DISK, detail, words.say("doctor.disk.fix"));
    } catch (IOException e) {
      add("disk", false, e.getClass().getSimpleName(), words.say("doctor.home.fix", home));
    }
  }

  /** Only an address of this machine can be taken by somebody else. */
  private void port(URI server) {
    try {
      InetAddress address = InetAddress.getByName(server.getHost());
      if (!address.isLoopbackAddress() || server.getPort() < 0) {
        return;
      }
      boolean free = free(new InetSocketAddress(address, server.getPort()));
      String name = address.getHostAddress() + ":" + server.getPort();
      add(
          "port",
          free,
          words.say(free ? "doctor.port" : "doctor.port.used", name),
          words.say("doctor.port.fix", server.getPort() + 1));
    } catch (IOException e) {
      add("port", false, server + ": " + e.getMessage(), words.say("doctor.start"));
    }
  }

  private static boolean free(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
