package io.aleff.qa.bench;

import com.sun.management.ThreadMXBean;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.SourceText;
import io.aleff.rego.Evaluation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of the Rego engine next to those of {@code opa bench}, in turns, and of an OPA server
 * over HTTP on this machine.
 */
final class RegoBench {

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long SCALING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MEASURED = 30_000;
  private static final int COMPILATIONS = 5;
  private static final long COPIED_CHARACTERS = 2_000_000;

  private RegoBench() {}

  /**
   * @param bytes allocated a decision
   * @param kilobytes the heap a compiled policy holds
   * @param scaling decisions of a thread for each core together, over those of one thread
   */
  private record Ours(
      double compileMillis, Times times, long bytes, long kilobytes, double scaling) {}

  static void run(Options options) throws IOException, InterruptedException {
    List<SourceText> shipped =
        DefinitionBundle.ofClasspath(RegoBench.class.getClassLoader(), "aleff/definitions")
            .texts("policies/rego/", ".rego");
    List<RegoWorkload> workloads =
        List.of(
            RegoWorkload.roles(),
            RegoWorkload.guardrails(shipped, DecisionsBench.input(20)),
            RegoWorkload.rules(10),
            RegoWorkload.rules(10_000),
            RegoWorkload.megabyte());
    String opa = System.getenv("ALEFF_OPA");
    if (opa == null) {
      System.out.println("NOT MEASURED: OPA, because ALEFF_OPA names no opa program.");
    }
    System.out.println(
        "| policy | p50 µs | p99 µs | bytes | compile ms | KB | all cores / one | OPA p50 µs |"
            + " OPA p99 µs | OPA bytes | OPA / ours | HTTP p50 µs | HTTP / ours |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int round = 0; round < options.rounds(); round++) {
      for (RegoWorkload workload : workloads) {
        boolean first = round % 2 == 0;
        OpaSide.Measured before = first || opa == null ? null : OpaSide.measure(opa, workload);
        Ours ours = ours(workload);
        print(workload, ours, first && opa != null ? OpaSide.measure(opa, workload) : before);
      }
    }
  }

  private static void print(RegoWorkload workload, Ours ours, OpaSide.@Nullable Measured theirs) {
    double p50 = ours.times.percentile(0.5) * 1_000;
    System.out.printf(
        "| %s | %.1f | %.1f | %d | %.1f | %d | %.2f | %s |%n",
        workload.name(),
        p50,
        ours.times.percentile(0.99) * 1_000,
        ours.bytes,
        ours.compileMillis,
        ours.kilobytes,
        ours.scaling,
        theirs == null
            ? "| | | | | "
            : "%.1f | %.1f | %d | %.1f | %.0f | %.0f"
                .formatted(
                    theirs.p50(),
                    theirs.p99(),
                    theirs.bytes(),
                    theirs.p50() / p50,
                    theirs.http(),
                    theirs.http() / p50));
  }

  private static Ours ours(RegoWorkload workload) {
    double compile = compileMillis(workload);
    Policy policy = Objects.requireNonNull(Rego.compile(workload.modules()).policy());
    Value input = JsonValues.from(workload.input());
    Value data = JsonValues.from(workload.data());
    Runnable decision = () -> decide(policy, workload, input, data);
    long until = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < until) {
      decision.run();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Long> nanos = new ArrayList<>(MEASURED);
    long bytes = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      decision.run();
    }
    bytes = (threads.getCurrentThreadAllocatedBytes() - bytes) / 1_000;
    for (int i = 0; i < MEASURED; i++) {
      long start = System.nanoTime();
      decision.run();
      nanos.add(System.nanoTime() - start);
    }
    double alone = perSecond(decision, 1);
    double together = perSecond(decision, Runtime.getRuntime().availableProcessors());
    return new Ours(compile, Times.of(nanos), bytes, kilobytes(workload), together / alone);
  }

  /** The fastest of some compilations, so that those of other work on the machine do not count. */
  private static double compileMillis(RegoWorkload workload) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < COMPILATIONS; i++) {
      long began = System.nanoTime();
      Rego.compile(workload.modules());
      best = Math.min(best, (System.nanoTime() - began) / 1e6);
    }
    return best;
  }

  /** Decisions of that many threads in a second. */
  private static double perSecond(Runnable decision, int threads) {
    LongAdder count = new LongAdder();
    long end = System.nanoTime() + SCALING_NANOS;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        pool.execute(
            () -> {
              while (System.nanoTime() < end) {
                decision.run();
                count.increment();
              }
            });
      }
    }
    return count.sum() * 1e9 / SCALING_NANOS;
  }

  /** What a compiled policy holds, once it has decided. */
  private static long kilobytes(RegoWorkload workload) {
    Value input = JsonValues.from(workload.input());
    Value data = JsonValues.from(workload.data());
    long characters = workload.modules().stream().mapToLong(m -> m.text().length()).sum();
    long copies = Math.clamp(COPIED_CHARACTERS / characters, 2, 500);
    List<Policy> policies = new ArrayList<>();
    long before = used();
    for (int i = 0; i < copies; i++) {
      Policy policy = Objects.requireNonNull(Rego.compile(workload.modules()).policy());
      decide(policy, workload, input, data);
      policies.add(policy);
    }
    long bytes = used() - before;
    return bytes / 1_024 / policies.size();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** A measurement of something else than a decision is none. */
  private static void decide(Policy policy, RegoWorkload workload, Value input, Value data) {
    Evaluation got = policy.evaluate(workload.query(), input, data, Limits.DEFAULT);
    if (!(got instanceof Evaluation.Defined)) {
      throw new IllegalStateException(workload.name() + ": " + got);
    }
  }
}
