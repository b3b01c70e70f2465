package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.egress.EgressLog;
import io.aleff.sandbox.egress.EgressProxy;
import io.aleff.sandbox.egress.EgressRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The way out of one execution. Its network stays off; a folder with a socket of the egress proxy
 * is mounted into the sandbox, and the program is started by a small one that listens on the
 * sandbox's own loopback and hands each connection to the socket.
 */
final class WayOut implements AutoCloseable {

  static final String PREFIX = "aleff-egress-";

  private static final String INSIDE = "/way-out";
  private static final String SCRIPT = "way_out.py";
  private static final String PYTHON = "/usr/bin/python3";
  private static final String PORT = "3128";

  /** What has to be there for the small program. */
  static final SandboxProfile STARTER =
      new SandboxProfile(
          "way-out",
          "",
          SCRIPT,
          List.of(PYTHON),
          "python3",
          List.of(),
          Json.MAPPER.createObjectNode(),
          List.of(),
          List.of(),
          Map.of());

  private final TemporaryFolder folder;
  private final EgressProxy.Opening opening;
  private final Queue<EgressLog.Entry> entries;

  private WayOut(
      TemporaryFolder folder, EgressProxy.Opening opening, Queue<EgressLog.Entry> entries) {
    this.folder = folder;
    this.opening = opening;
    this.entries = entries;
  }

  /** The socket's name is a secret of this execution: whoever knows it may use it. */
  static WayOut open(EgressProxy proxy, EgressRules rules) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create(Leftovers.own(PREFIX));
    try {
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx--x--x"));
      Path script = folder.path().resolve(SCRIPT);
      try (InputStream in = EgressProxy.class.getResourceAsStream(SCRIPT)) {
        Files.copy(Objects.requireNonNull(in, SCRIPT), script);
      }
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("r--r--r--"));
      Queue<EgressLog.Entry> entries = new ConcurrentLinkedQueue<>();
      Path socket = folder.path().resolve(UUID.randomUUID().toString());
      return new WayOut(folder, proxy.open(rules, socket, entries::add), entries);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** What was asked of the network so far. */
  List<EgressLog.Entry> entries() {
    return List.copyOf(entries);
  }

  /** The same order, started so that it finds the way out. */
  SandboxOrder through(SandboxOrder order) {
    SandboxProgram program = order.program();
    SandboxProfile profile = program.profile();
    String socket = INSIDE + "/" + opening.socket().getFileName();
    List<String> command =
        new ArrayList<>(List.of(PYTHON, "-I", INSIDE + "/" + SCRIPT, socket, PORT));
    command.addAll(profile.command());
    List<SandboxProfile.Mount> mounts = new ArrayList<>(profile.mounts());
    mounts.add(new SandboxProfile.Mount(folder.path().toString(), INSIDE));
    SandboxProfile outward =
        new SandboxProfile(
            profile.name(),
            profile.description(),
            profile.source(),
            profile.interpreters(),
            profile.install(),
            command,
            profile.limits(),
            profile.system(),
            mounts,
            environment(profile));
    return order.with(
        new SandboxProgram(
            outward,
            program.files(),
            program.main(),
            program.arguments(),
            program.standardInput(),
            program.environment()));
  }

  /** What programs of all kinds look at to find a proxy. */
  private static Map<String, String> environment(SandboxProfile profile) {
    Map<String, String> all = new LinkedHashMap<>(profile.environment());
    String address = "http://127.0.0.1:" + PORT;
    for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      all.put(name, address);
    }
    all.put("NODE_USE_ENV_PROXY", "1");
    all.put(
        "JAVA_TOOL_OPTIONS",
        "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=%s -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=%s"
            .formatted(PORT, PORT));
    return all;
  }

  @Override
  public void close() throws IOException {
    try (folder) {
      opening.close();
    }
  }
}
