package io.aleff.sandbox.bench;

import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.PoolCounts;
import io.aleff.sandbox.SandboxFootprint;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxOrder;
import io.aleff.sandbox.SandboxProgram;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Times Python's {@code print(1)} in sandboxes beside other ways to run it, looks whether many at
 * once are all run, and counts what many in a row leave behind.
 */
public final class SandboxBench {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Runs before any is counted: of a virtual machine that has just started, and of caches. */
  private static final int WARM_UP = 20;

  private final SandboxSettings settings;
  private final SandboxProfile profile;
  private final SandboxLimits limits;
  private final Path folder;
  private final Progress progress;

  /**
   * @param settings with a pool, whose folder is in {@code folder}
   * @param profile of Python
   * @param folder an empty one
   */
  public SandboxBench(
      SandboxSettings settings, SandboxProfile profile, Path folder, Progress progress) {
    this.settings = settings;
    this.profile = profile;
    this.folder = folder;
    this.progress = progress;
    var none = Json.MAPPER.createObjectNode();
    this.limits = SandboxLimits.read(profile.limits(), none, none).limits();
  }

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {
    void at(String what, int done, int all);
  }

  /**
   * Many at once.
   *
   * @param pool what the pool did of it
   */
  public record Burst(Timings timings, PoolCounts pool) {}

  /**
   * Many in a row.
   *
   * @param before what this process held, after as many sandboxes as it takes to warm up
   * @param after the same when all sandboxes were closed again
   */
  public record Row(
      Timings timings, PoolCounts pool, SandboxFootprint before, SandboxFootprint after) {}

  /**
   * One of each way after the other, as often as asked, so that all meet the same load.
   *
   * @return timings by name; what is not on this machine is left out
   */
  public Map<String, Timings> sideBySide(int count) throws IOException, InterruptedException {
    List<Baseline> baselines = baselines();
    Map<String, Timings> timings = new LinkedHashMap<>();
    baselines.forEach(each -> timings.put(each.name(), new Timings()));
    Timings cold = new Timings();
    Timings warm = new Timings();
    try (Sandboxes fresh = Sandboxes.open(withoutPool());
        Sandboxes pooled = Sandboxes.open(settings)) {
      timings.put("aleff " + fresh.backend() + ", fresh", cold);
      timings.put("aleff " + fresh.backend() + ", from the pool", warm);
      for (int i = -WARM_UP; i < count; i++) {
        progress.at("side by side", Math.max(0, i), count);
        boolean counts = i >= 0;
        for (Baseline each : baselines) {
          if (counts || i >= -2) {
            time(counts ? timings.get(each.name()) : null, each::run);
          }
        }
        time(counts ? cold : null, () -> wrong(fresh));
        boolean waits = pooled.prepare(profile, limits, LONGEST);
        time(counts ? warm : null, () -> wrongOfPool(pooled, waits));
      }
    }
    return timings;
  }

  /** One that did not come from the pool is no figure of it. */
  private Optional<String> wrongOfPool(Sandboxes pooled, boolean waits)
      throws IOException, InterruptedException {
    if (!waits) {
      return Optional.of("none waited in the pool");
    }
    long hits = pooled.pool().hits();
    Optional<String> wrong = wrong(pooled);
    return wrong.isEmpty() && pooled.pool().hits() == hits
        ? Optional.of("the one that waited did not run it")
        : wrong;
  }

  private List<Baseline> baselines() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<Baseline> all = new ArrayList<>(List.of(Baseline.bare()));
    Baseline.bubblewrap(root).ifPresent(all::add);
    if (settings.backend() != SandboxSettings.Choice.BWRAP
        && Files.exists(Path.of(java.net.URI.create(settings.docker().host()).getPath()))) {
      Baseline.docker(settings.docker(), limits, folder).ifPresent(all::add);
    }
    return all;
  }

  private SandboxSettings withoutPool() {
    return settings.withoutPool();
  }

  /** As many as asked at the same moment; the pool has had time to fill itself for one. */
  public Burst burst(int count) throws IOException, InterruptedException {
    Timings timings = new Timings();
    try (Sandboxes pooled = Sandboxes.open(settings);
        ExecutorService threads = Executors.newFixedThreadPool(count)) {
      pooled.prepare(profile, limits, LONGEST);
      progress.at("at once", 0, count);
      List<Future<Timings>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        runs.add(
            threads.submit(
                () -> {
                  Timings own = new Timings();
                  time(own, () -> wrong(pooled));
                  return own;
                }));
      }
      for (Future<Timings> each : runs) {
        take(timings, each);
      }
      return new Burst(timings, pooled.pool());
    }
  }

  private static void take(Timings timings, Future<Timings> run) throws InterruptedException {
    try {
      timings.add(run.get());
    } catch (ExecutionException e) {
      timings.lose(String.valueOf(e.getCause()));
    }
  }

  /** One after the other without a pause, from the pool where one waits. */
  public Row inARow(int count) throws IOException, InterruptedException {
    try (Sandboxes pooled = Sandboxes.open(settings)) {
      for (int i = 0; i < WARM_UP; i++) {
        wrong(pooled);
      }
    }
    SandboxFootprint before = footprint();
    Timings timings = new Timings();
    PoolCounts pool;
    try (Sandboxes pooled = Sandboxes.open(settings)) {
      for (int i = 0; i < count; i++) {
        progress.at("in a row", i, count);
        time(timings, () -> wrong(pooled));
      }
      pool = pooled.pool();
    }
    return new Row(timings, pool, before, footprint());
  }

  private SandboxFootprint footprint() throws IOException {
    boolean engine =
        settings.backend() == SandboxSettings.Choice.DOCKER
            && Files.exists(Path.of(java.net.URI.create(settings.docker().host()).getPath()));
    return SandboxFootprint.count(List.of(folder), engine ? settings.docker() : null);
  }

  /** Says why a run did not give what it should; empty when it did. */
  @FunctionalInterface
  private interface Run {
    Optional<String> wrong() throws IOException, InterruptedException;
  }

  private static void time(@Nullable Timings timings, Run run)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Optional<String> wrong = run.wrong();
    long nanos = System.nanoTime() - start;
    if (timings != null) {
      wrong.ifPresentOrElse(timings::lose, () -> timings.add(nanos));
    }
  }

  private Optional<String> wrong(Sandboxes sandboxes) throws IOException, InterruptedException {
    Path workspace = Files.createTempDirectory(folder, "w");
    try {
      SandboxProgram program =
          new SandboxProgram(
              profile,
              Map.of(profile.source(), "print(1)\n".getBytes(StandardCharsets.UTF_8)),
              profile.source(),
              List.of(),
              "",
              Map.of());
      return wrong(
          sandboxes.run(
              new SandboxOrder(program, limits, workspace, LONGEST, null), (stream, text) -> {}));
    } finally {
      Files.delete(workspace);
    }
  }

  private static Optional<String> wrong(SandboxReport report) {
    if (!report.succeeded()) {
      return Optional.of(report.reason().code() + ": " + report.message());
    }
    return report.stdout().equals("1\n")
        ? Optional.empty()
        : Optional.of("the output was \"%s\"".formatted(report.stdout().replace("\n", "\\n")));
  }
}
