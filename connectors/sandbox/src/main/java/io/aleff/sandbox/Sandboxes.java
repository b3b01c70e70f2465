package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.egress.EgressProxy;
import io.aleff.sandbox.egress.EgressRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sandboxes of this machine: the first backend that works. Where none does, every run is a
 * refusal; there is no way to run a program on the host itself.
 */
public final class Sandboxes implements AutoCloseable {

  private static final String WAYS =
      "There are two ways to get sandboxes: apt-get install bubblewrap (needs no service), or a"
          + " Docker or Podman engine with the image that aleff sandbox image builds.";

  private final List<Backend> backends;
  private final EgressProxy proxy;
  private final @Nullable SandboxPool pool;
  private final Set<SandboxSession> sessions = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Backend chosen;

  Sandboxes(List<Backend> backends) {
    this(backends, new EgressProxy());
  }

  Sandboxes(List<Backend> backends, EgressProxy proxy) {
    this(backends, proxy, null);
  }

  Sandboxes(List<Backend> backends, EgressProxy proxy, SandboxSettings.@Nullable Pool pool) {
    this.backends = List.copyOf(backends);
    this.proxy = proxy;
    this.pool = pool == null ? null : pool(pool);
  }

  private SandboxPool pool(SandboxSettings.Pool settings) {
    PoolFolders folders = new PoolFolders(settings.folder());
    MemoryPressure memory = new MemoryPressure(Path.of("/proc"));
    return new SandboxPool(
        settings,
        (key, count) ->
            usable()
                .orElseThrow(() -> new IOException("No sandbox can start."))
                .warm(key, count, folders),
        memory::isHigh,
        System::nanoTime,
        true);
  }

  public static Sandboxes open(SandboxSettings settings) {
    List<Backend> backends = new ArrayList<>();
    if (settings.backend() != SandboxSettings.Choice.DOCKER) {
      HostTools tools = HostTools.system();
      backends.add(
          new Bubblewrap(
              new SandboxHost(
                  SandboxConfiguration.standard(),
                  tools,
                  Protections.ALL,
                  SystemFiles.open(settings.bwrap(), tools))));
    }
    if (settings.backend() != SandboxSettings.Choice.BWRAP) {
      backends.add(new Docker(settings.docker(), host(), Protections.ALL));
    }
    return new Sandboxes(backends, new EgressProxy(), settings.pool());
  }

  private static SandboxHost host() {
    return new SandboxHost(SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT);
  }

  /** Name of the backend in use; empty when none works. */
  public String backend() {
    return usable().map(Backend::name).orElse("");
  }

  /** Why no sandbox can start, as sentences for the operator; empty when one can. */
  public List<String> problems() {
    if (usable().isPresent()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    for (Backend each : backends) {
      List<String> found = each.problems();
      if (found.isEmpty()) {
        return List.of();
      }
      problems.add(each.name() + ": " + String.join(" ", found));
    }
    problems.add(WAYS);
    return problems;
  }

  /** How each limit is enforced by the backend in use. */
  public List<Enforcement> enforcement() {
    return usable().map(Backend::enforcement).orElse(List.of());
  }

  /** What has to be installed before programs of a profile run; empty when they do. */
  public Optional<String> missing(SandboxProfile profile) {
    return usable()
        .filter(backend -> backend.interpreter(profile).isEmpty())
        .map(
            backend ->
                "%s programs cannot run here: %s"
                    .formatted(profile.name(), backend.howToInstall(profile)));
  }

  /**
   * Runs a program to its end; nothing of it is alive afterwards, also when interrupted.
   *
   * @param output takes live output
   */
  public SandboxReport run(SandboxOrder order, OutputSink output) throws InterruptedException {
    Optional<Backend> backend = usable();
    if (backend.isEmpty()) {
      return SandboxReport.refused(String.join(" ", problems()), false);
    }
    Optional<String> missing = missing(order.program().profile());
    if (missing.isPresent()) {
      return SandboxReport.refused(missing.get(), false);
    }
    EgressRules rules = order.egress();
    if (rules != null) {
      return throughWayOut(backend.get(), order, rules, output);
    }
    Optional<SandboxReport> warm = fromPool(order, output);
    return warm.isPresent() ? warm.get() : backend.get().run(order, output);
  }

  /** Empty when no sandbox of the pool ran it. */
  private Optional<SandboxReport> fromPool(SandboxOrder order, OutputSink output)
      throws InterruptedException {
    SandboxPool waiting = pool;
    if (waiting == null) {
      return Optional.empty();
    }
    SandboxPool.Key key = new SandboxPool.Key(order.program().profile(), order.limits());
    Optional<WarmSandbox> taken = waiting.take(key);
    Optional<SandboxReport> report = Optional.empty();
    if (taken.isPresent()) {
      WarmSandbox sandbox = taken.get();
      try {
        report = sandbox.run(order, output);
      } finally {
        waiting.discard(sandbox);
      }
    }
    waiting.ran(report.isPresent());
    return report;
  }

  /** What the pool did; all zero where there is none. */
  public PoolCounts pool() {
    SandboxPool waiting = pool;
    return waiting == null ? PoolCounts.NONE : waiting.counts();
  }

  /**
   * Has the pool keep a sandbox for programs of this kind, and waits until one waits.
   *
   * @return false when none does in time, or there is no pool
   */
  public boolean prepare(SandboxProfile profile, SandboxLimits limits, Duration atMost)
      throws InterruptedException {
    SandboxPool waiting = pool;
    return waiting != null && waiting.prepare(new SandboxPool.Key(profile, limits), atMost);
  }

  private SandboxReport throughWayOut(
      Backend backend, SandboxOrder order, EgressRules rules, OutputSink output)
      throws InterruptedException {
    if (!order.limits().childProcesses()) {
      return SandboxReport.refused(
          "A program without child processes cannot reach the network: what connects it is one.",
          false);
    }
    if (backend.interpreter(WayOut.STARTER).isEmpty()) {
      return SandboxReport.refused(
          "No program can reach the network here: " + backend.howToInstall(WayOut.STARTER), false);
    }
    try (WayOut way = WayOut.open(proxy, rules)) {
      return backend.run(way.through(order), output).with(way.entries());
    } catch (IOException e) {
      return SandboxReport.refused("The way out of the sandbox: " + e.getMessage(), false);
    }
  }

  /** Opens a session, which the caller closes; also closing this ends it. */
  public SandboxSession.Opening open(SessionOrder order) {
    Optional<Backend> usable = usable();
    if (usable.isEmpty()) {
      return new SandboxSession.Opening.Refused(String.join(" ", problems()));
    }
    Backend backend = usable.get();
    Optional<String> interpreter = backend.interpreter(order.profile());
    if (interpreter.isEmpty()) {
      return new SandboxSession.Opening.Refused(missing(order.profile()).orElse(""));
    }
    Optional<SessionLanguage> language = SessionLanguage.of(interpreter.get());
    if (language.isEmpty()) {
      return new SandboxSession.Opening.Refused(
          "There are no sessions of %s programs (%s), expected Python, Node.js or bash."
              .formatted(order.profile().name(), interpreter.get()));
    }
    if (!SandboxHost.isPlainFolder(order.workspace())) {
      return new SandboxSession.Opening.Refused("The workspace is not a folder.");
    }
    try {
      List<String> words = language.get().words(interpreter.get(), order.limits());
      SandboxSession session =
          new SandboxSession(
              backend.session(order.asOrder(), words),
              language.get(),
              order,
              backend.protections());
      sessions.removeIf(each -> each.ended().isPresent());
      sessions.add(session);
      return new SandboxSession.Opening.Opened(session);
    } catch (IOException e) {
      return new SandboxSession.Opening.Refused(
          "The session could not be prepared: " + e.getMessage());
    }
  }

  /** Ends every sandbox that still runs. */
  @Override
  public void close() {
    sessions.forEach(SandboxSession::close);
    if (pool != null) {
      pool.close();
    }
    backends.forEach(Backend::close);
    proxy.close();
  }

  /**
   * Starts a process that runs a program in a sandbox of the same kind, to see what becomes of the
   * sandbox when that process is killed. What the program prints is its standard output.
   */
  public Process mortal(SandboxOrder order) throws IOException {
    Backend backend = usable().orElseThrow(() -> new IOException(String.join(" ", problems())));
    return MortalServer.start(backend, order);
  }

  /** Stays with a backend as long as it works: one that does not costs a trial each time. */
  private Optional<Backend> usable() {
    Backend before = chosen;
    if (before != null && before.problems().isEmpty()) {
      return Optional.of(before);
    }
    Optional<Backend> found =
        backends.stream().filter(each -> each.problems().isEmpty()).findFirst();
    chosen = found.orElse(null);
    return found;
  }
}
