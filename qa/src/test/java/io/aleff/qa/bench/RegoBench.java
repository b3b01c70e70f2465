package io.aleff.qa.bench;

import com.sun.management.ThreadMXBean;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.Evaluation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decisions of the Rego engine next to those of {@code opa bench}, in turns. */
final class RegoBench {

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int MEASURED = 30_000;

  private RegoBench() {}

  private record Ours(double compileMillis, Times times, long bytes) {}

  private record Theirs(double p50, double p99, long bytes) {}

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
        "| policy | p50 µs | p99 µs | bytes | compile ms | OPA p50 µs | OPA p99 µs | OPA bytes |"
            + " OPA p50 / ours |\n|---|---|---|---|---|---|---|---|---|");
    for (int round = 0; round < options.rounds(); round++) {
      for (RegoWorkload workload : workloads) {
        boolean first = round % 2 == 0;
        Theirs before = first || opa == null ? null : theirs(opa, workload);
        Ours ours = ours(workload);
        print(workload, ours, first && opa != null ? theirs(opa, workload) : before);
      }
    }
  }

  private static void print(RegoWorkload workload, Ours ours, @Nullable Theirs theirs) {
    double p50 = ours.times.percentile(0.5) * 1_000;
    System.out.printf(
        "| %s | %.1f | %.1f | %d | %.0f | %s |%n",
        workload.name(),
        p50,
        ours.times.percentile(0.99) * 1_000,
        ours.bytes,
        ours.compileMillis,
        theirs == null
            ? "| | | "
            : "%.1f | %.1f | %d | %.1f"
                .formatted(theirs.p50, theirs.p99, theirs.bytes, theirs.p50 / p50));
  }

  private static Ours ours(RegoWorkload workload) {
    long began = System.nanoTime();
    Policy policy = Objects.requireNonNull(Rego.compile(workload.modules()).policy());
    double compile = (System.nanoTime() - began) / 1e6;
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
    return new Ours(compile, Times.of(nanos), bytes);
  }

  /** A measurement of something else than a decision is none. */
  private static void decide(Policy policy, RegoWorkload workload, Value input, Value data) {
    Evaluation got = policy.evaluate(workload.query(), input, data, Limits.DEFAULT);
    if (!(got instanceof Evaluation.Defined)) {
      throw new IllegalStateException(workload.name() + ": " + got);
    }
  }

  private static Theirs theirs(String opa, RegoWorkload workload)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("opa-bench");
    List<String> command = new ArrayList<>(List.of(opa, "bench", "--format", "json"));
    for (SourceText module : workload.modules()) {
      Path file = folder.resolve(module.path().replace('/', '_'));
      command.addAll(List.of("-d", Files.writeString(file, module.text()).toString()));
    }
    Path data = Files.writeString(folder.resolve("data.json"), workload.data().toString());
    Path input = Files.writeString(folder.resolve("input.json"), workload.input().toString());
    command.addAll(List.of("-d", data.toString(), "-i", input.toString(), workload.query()));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("opa bench did not finish");
    }
    JsonNode answer = Json.MAPPER.readTree(Files.readString(out));
    String histogram = "histogram_timer_rego_query_eval_ns_";
    return new Theirs(
        answer.path("Extra").path(histogram + "median").asDouble() / 1_000,
        answer.path("Extra").path(histogram + "99%").asDouble() / 1_000,
        answer.path("MemBytes").asLong() / Math.max(1, answer.path("N").asLong()));
  }
}
