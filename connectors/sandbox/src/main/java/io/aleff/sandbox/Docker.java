package io.aleff.sandbox;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes made by a Docker or Podman engine on this machine. */
final class Docker implements Backend {

  static final String NAME = "docker";

  /** Marks containers with the process that made them: its id and when it started. */
  static final String LABEL = "io.aleff.sandbox";

  private static final Logger LOG = LoggerFactory.getLogger(Docker.class);
  private static final Pattern OWNER = Pattern.compile("([0-9]{1,9})(-[0-9]{1,15})?");

  private final SandboxSettings.Docker settings;
  private final Protections protections;

  /** Where workspaces are prepared and users leased, as for any sandbox. */
  private final SandboxHost host;

  private @Nullable DockerEngine engine;
  private @Nullable DockerImage image;
  private @Nullable Process undertaker;
  private volatile List<Enforcement> enforcement = List.of();
  private volatile boolean holds;

  Docker(SandboxSettings.Docker settings, SandboxHost host, Protections protections) {
    this.settings = settings;
    this.host = host;
    this.protections = protections;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized List<String> problems() {
    if (engine != null && image != null) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    if (Architecture.current().isEmpty()) {
      problems.add("There is no system call filter for this machine.");
    }
    Optional<DockerImage> pinned = DockerImage.read(settings.image());
    try {
      DockerEngine connected = DockerEngine.connect(settings.host());
      check(connected, pinned, problems);
      if (problems.isEmpty()) {
        removeLeftovers(connected);
        engine = connected;
        image = pinned.orElseThrow();
        enforcement = connected.enforcement(host.root(), settings.runtime());
        holds = connected.sharesKernel(settings.runtime());
      } else {
        connected.close();
      }
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private void check(DockerEngine connected, Optional<DockerImage> pinned, List<String> problems) {
    if (pinned.isEmpty()) {
      problems.add("There is no image yet: aleff sandbox image.");
      return;
    }
    try {
      connected.client().inspectImageCmd(pinned.get().id()).exec();
    } catch (NotFoundException gone) {
      problems.add(
          "The engine has no image %s any more: aleff sandbox image.".formatted(pinned.get().id()));
    }
    if (DockerEngine.remapped(connected.info())) {
      problems.add(
          "The engine maps users (userns-remap), and those of sandboxes are not in its map, expected"
              + " an engine without. Maybe start one of its own for sandboxes: each gets a user of"
              + " its own there.");
    }
    String runtime = settings.runtime();
    Map<String, ?> known = connected.info().getRuntimes();
    if (runtime != null && (known == null || !known.containsKey(runtime))) {
      problems.add(
          "The engine has no runtime %s, expected one of %s. Maybe add it to \"runtimes\" in the engine's daemon.json."
              .formatted(runtime, known == null ? List.of() : known.keySet()));
    }
  }

  @Override
  public List<Enforcement> enforcement() {
    return enforcement;
  }

  @Override
  public Optional<String> interpreter(SandboxProfile profile) {
    DockerImage pinned = image;
    return pinned == null ? Optional.empty() : pinned.interpreter(profile);
  }

  @Override
  public String howToInstall(SandboxProfile profile) {
    return "aleff sandbox image --include %s.".formatted(profile.install());
  }

  @Override
  public SandboxReport run(SandboxOrder order, OutputSink output) throws InterruptedException {
    watchOverContainers();
    return new DockerExecution(this, order, output).run();
  }

  @Override
  public List<String> arguments() {
    List<String> all = new ArrayList<>(List.of(NAME, settings.host(), settings.image().toString()));
    if (settings.runtime() != null) {
      all.add(settings.runtime());
    }
    return all;
  }

  @Override
  public List<WarmSandbox> warm(SandboxPool.Key key, int count, PoolFolders folders)
      throws IOException, InterruptedException {
    watchOverContainers();
    String interpreter =
        interpreter(key.profile())
            .orElseThrow(() -> new IOException("There is no interpreter any more."));
    return WarmSandbox.allReady(
        count, () -> WarmContainer.start(this, key.profile(), interpreter, key.limits(), folders));
  }

  @Override
  public SessionBody session(SandboxOrder order, List<String> words) throws IOException {
    watchOverContainers();
    return DockerSession.start(this, order, words);
  }

  @Override
  public void close() {
    disconnect();
    host.close();
    synchronized (this) {
      if (undertaker != null) {
        undertaker.destroy();
      }
    }
  }

  /** Before the first container there is somebody who removes it when this process is killed. */
  private synchronized void watchOverContainers() {
    if (!protections.has(Protection.SERVER_DEATH)
        || engine == null
        || (undertaker != null && undertaker.isAlive())) {
      return;
    }
    try {
      Path socket = Path.of(URI.create(settings.host()).getPath());
      undertaker = Undertaker.start(socket, engine.version(), LABEL + "=" + owner());
      if (undertaker == null) {
        LOG.warn("Containers of a process that is killed stay until the next start.");
      }
    } catch (IOException e) {
      LOG.warn("Containers of a process that is killed stay until the next start.", e);
    }
  }

  /** This process, told from others that had its id before or will have it. */
  static String owner() {
    return owner(ProcessHandle.current());
  }

  private static String owner(ProcessHandle process) {
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started;
  }

  private static boolean lives(String owner) {
    Matcher matcher = OWNER.matcher(owner);
    if (!matcher.matches()) {
      return true;
    }
    return ProcessHandle.of(Long.parseLong(matcher.group(1)))
        .filter(process -> matcher.group(2) == null || owner(process).equals(owner))
        .isPresent();
  }

  /** Something failed: where the engine is gone, the next run connects again. */
  synchronized void lookAgain() {
    // Others run through the same connection, so one that works is left to them.
    if (engine != null && !engine.answers()) {
      disconnect();
    }
  }

  private synchronized void disconnect() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }

  /** What to tell people of a container that the engine did not start. */
  String why(Exception failure) {
    String said = String.valueOf(failure.getMessage());
    String runtime = settings.runtime();
    boolean ofRuntime = runtime != null && said.contains("OCI runtime");
    return "The container could not be run: "
        + said
        + (ofRuntime
            ? " Expected: runtime %s starts containers on this machine. Maybe its program is missing, or the kernel lacks what it needs (kata: /dev/kvm)."
                .formatted(runtime)
            : "");
  }

  /** What holds a program, for people. */
  String describe(int uid, String network, SandboxLimits limits) {
    String runtime = settings.runtime();
    return "docker %s uid %d, %s, %s%s"
        .formatted(
            image().id().substring(0, 19),
            uid,
            network,
            describe(enforcement, limits),
            runtime == null ? "" : ", runtime " + runtime);
  }

  /** Only what the engine and its runtime enforce is said to hold. */
  static String describe(List<Enforcement> enforcement, SandboxLimits limits) {
    Set<String> holding =
        enforcement.stream()
            .filter(each -> each.level() != Enforcement.Level.NONE)
            .map(Enforcement::limit)
            .collect(Collectors.toSet());
    List<String> words = new ArrayList<>();
    words.add(holding.contains("system calls") ? "seccomp" : "no seccomp");
    words.add(
        holding.contains("memory")
            ? "memory %d MB in total".formatted(limits.memoryMb())
            : "memory not limited");
    words.add(
        holding.contains("processes")
            ? "%d processes".formatted(limits.processes())
            : "processes not limited");
    words.add(holding.contains("cpus") ? "%.1f cpu".formatted(limits.cpus()) : "cpu not limited");
    if (!limits.childProcesses() && holding.contains("child processes")) {
      words.add("no child processes");
    }
    return String.join(", ", words);
  }

  /**
   * Whether a container's first process waits at its end until it is let go; not where this kernel
   * does not know its processes.
   */
  boolean holds() {
    return holds;
  }

  SandboxHost host() {
    return host;
  }

  @Override
  public Protections protections() {
    return protections;
  }

  @Nullable String runtime() {
    return settings.runtime();
  }

  synchronized DockerEngine engine() {
    if (engine == null) {
      throw new IllegalStateException("No engine is connected.");
    }
    return engine;
  }

  synchronized DockerImage image() {
    if (image == null) {
      throw new IllegalStateException("No image is pinned.");
    }
    return image;
  }

  /** Containers of processes that no longer run. */
  private static void removeLeftovers(DockerEngine engine) {
    List<Container> left =
        engine
            .client()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(List.of(LABEL))
            .exec();
    for (Container each : left) {
      String owner = each.getLabels().getOrDefault(LABEL, "");
      if (!lives(owner)) {
        DockerContainer.remove(engine.client(), each.getId());
      }
    }
  }
}
