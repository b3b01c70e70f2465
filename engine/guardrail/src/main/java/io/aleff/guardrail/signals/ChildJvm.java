package io.aleff.guardrail.signals;

import io.aleff.definition.Json;
import io.aleff.guardrail.child.Frames;
import io.aleff.guardrail.child.SignalChild;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One life of the child: its process, and the requests that wait for its answers. */
final class ChildJvm {

  private static final int KEPT_ERRORS = 2_000;

  /** Answers {@code {"failed": {code, message}}} or {@code {"ok": …}}. */
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  private final Set<String> compiled = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();
  private final StringBuilder errors = new StringBuilder();
  private final Process process;
  private final DataOutputStream out;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("aleff-signals-writer").factory());

  private ChildJvm(Process process) {
    this.process = process;
    this.out = new DataOutputStream(process.getOutputStream());
  }

  /**
   * Must be called from a thread that lives as long as the child: bubblewrap dies with it.
   *
   * @throws IOException when the operating system refuses to start it
   */
  static ChildJvm start(SignalSettings settings, Isolation isolation, Staging staging)
      throws IOException {
    List<String> command = new ArrayList<>(isolation.prefix());
    command.add(settings.java().toString());
    command.addAll(
        List.of(
            "-Xmx" + settings.heapMegabytes() + "m",
            "-Xss2m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-Dfile.encoding=UTF-8",
            "-Ddrools.jittingThreshold=-1",
            "-cp",
            staging.classPath(),
            SignalChild.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(staging.root().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    ChildJvm child = new ChildJvm(builder.start());
    Thread.ofPlatform().daemon().name("aleff-signals-reader").start(child::readAnswers);
    Thread.ofPlatform().daemon().name("aleff-signals-errors").start(child::readErrors);
    return child;
  }

  Set<String> compiled() {
    return compiled;
  }

  /** The last words on the child's standard error. */
  synchronized String errors() {
    return errors.toString().strip();
  }

  int underWay() {
    return waiting.size();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** The answer, or an exceptional end when the child dies before it answers. */
  CompletableFuture<JsonNode> ask(ObjectNode request) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    request.put("id", id);
    try {
      // A child that reads no more must not hold the asking thread beyond its deadline.
      writer.execute(() -> write(request));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    if (!process.isAlive()) {
      died();
    }
    return answer.whenComplete((a, b) -> waiting.remove(id));
  }

  private void write(ObjectNode request) {
    try {
      Frames.write(out, request);
    } catch (IOException e) {
      kill();
    }
  }

  private void readAnswers() {
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      JsonNode answer = Frames.read(in);
      while (answer != null) {
        CompletableFuture<JsonNode> asked = waiting.get(answer.path("id").asLong(-1));
        if (asked != null) {
          asked.complete(answer);
        }
        answer = Frames.read(in);
      }
    } catch (IOException e) {
      remember(e.toString());
    }
    kill();
    died();
  }

  private void readErrors() {
    byte[] buffer = new byte[1024];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        remember(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      remember(e.toString());
    }
  }

  private synchronized void remember(String text) {
    errors.append(text);
    if (errors.length() > KEPT_ERRORS) {
      errors.delete(0, errors.length() - KEPT_ERRORS);
    }
  }

  private void died() {
    List.copyOf(waiting.values())
        .forEach(a -> a.completeExceptionally(new IOException("The child JVM died.")));
  }

  /** Kills the whole process tree, the deepest first. */
  void kill() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.reversed().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    writer.shutdown();
  }

  static ObjectNode request(String op, String digest) {
    return Json.MAPPER.createObjectNode().put("op", op).put("digest", digest);
  }
}
