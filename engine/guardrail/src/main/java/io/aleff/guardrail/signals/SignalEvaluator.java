package io.aleff.guardrail.signals;

import io.aleff.guardrail.drl.RuleSet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates rules in a warm child JVM. Whatever overruns its time is killed with the child, and so
 * fails every other evaluation that was under way; the child comes back by itself, waiting longer
 * after each failure, with the rules it had. Thread-safe.
 */
public final class SignalEvaluator implements SignalSource, AutoCloseable {

  private static final int KEPT = 8;
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final SignalSettings settings;
  private final Staging staging;
  private final Isolation isolation;
  private final ScheduledExecutorService launcher;
  private final Map<String, RuleSet> known = new LinkedHashMap<>(16, 0.75f, true);
  private CompletableFuture<ChildJvm> ready = new CompletableFuture<>();
  private @Nullable ChildJvm current;
  private long wait = FIRST_WAIT_MILLIS;
  private String lastFailure = "it is still starting";
  private long restarts;
  private boolean closed;

  private SignalEvaluator(SignalSettings settings, Staging staging) {
    this.settings = settings;
    this.staging = staging;
    this.isolation = Isolation.detect(settings, staging.root());
    this.launcher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("aleff-signals-launcher").factory());
  }

  /**
   * Begins to start the child and returns; evaluations wait for it as long as they may.
   *
   * @throws IOException when the child's jars cannot be laid out
   */
  public static SignalEvaluator start(SignalSettings settings) throws IOException {
    Staging staging = Staging.create(System.getProperty("java.class.path"));
    SignalEvaluator evaluator = new SignalEvaluator(settings, staging);
    evaluator.launcher.execute(evaluator::launch);
    return evaluator;
  }

  /** What isolates the child, in words for people. */
  public String isolation() {
    return isolation.text();
  }

  /** Whether evaluations get an answer without waiting for the child. */
  public synchronized boolean isReady() {
    return current != null && current.handle().isAlive() && ready.isDone();
  }

  /** How often the child had to be started again, or its start failed. */
  public synchronized long restarts() {
    return restarts;
  }

  /** The processes of the child now, outermost first; empty while it restarts. */
  public synchronized List<ProcessHandle> processes() {
    List<ProcessHandle> processes = new ArrayList<>();
    if (current != null && current.handle().isAlive()) {
      processes.add(current.handle());
      current.handle().descendants().forEach(processes::add);
    }
    return processes;
  }

  /**
   * Compiles rules, within the budget for compiling. Calling it when a release is activated keeps
   * the first decision fast.
   *
   * @return null when the rules are ready
   */
  public Evaluation.@Nullable Failed compile(RuleSet rules) {
    long deadline = System.nanoTime() + settings.compilation().toNanos();
    try {
      ChildJvm child = awaitReady(deadline);
      Evaluation.Failed failed = compile(child, rules, deadline);
      if (failed == null) {
        remember(rules);
      }
      return failed;
    } catch (NotReady e) {
      return e.failed;
    }
  }

  /**
   * Evaluates rules on a decision input. Rules that are new are compiled first, within the budget
   * for compiling, so that the tests of a release do not fail because the child still starts.
   */
  @Override
  public Evaluation evaluate(RuleSet rules, ObjectNode input) {
    Evaluation.Failed refused = isKnown(rules) ? null : compile(rules);
    if (refused != null) {
      return refused;
    }
    long deadline = System.nanoTime() + settings.evaluation().toNanos();
    try {
      ChildJvm child = awaitReady(deadline);
      if (!child.compiled().contains(rules.digest())) {
        Evaluation.Failed failed = compile(rules);
        if (failed != null) {
          return failed;
        }
        deadline = System.nanoTime() + settings.evaluation().toNanos();
        child = awaitReady(deadline);
      }
      Evaluation first = ask(child, rules, input, deadline);
      boolean forgotten =
          first instanceof Evaluation.Failed failed && failed.code().equals("unknown-rules");
      if (!forgotten) {
        return first;
      }
      child.compiled().remove(rules.digest());
      Evaluation.Failed again = compile(rules);
      return again != null
          ? again
          : ask(child, rules, input, System.nanoTime() + settings.evaluation().toNanos());
    } catch (NotReady e) {
      return e.failed;
    }
  }

  private synchronized boolean isKnown(RuleSet rules) {
    return known.containsKey(rules.digest());
  }

  private static final class NotReady extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Evaluation.Failed failed;

    NotReady(String code, String message) {
      super(message);
      this.failed = new Evaluation.Failed(code, message);
    }
  }

  private ChildJvm awaitReady(long deadline) throws NotReady {
    CompletableFuture<ChildJvm> awaited;
    synchronized (this) {
      if (closed) {
        throw new NotReady("closed", "The evaluator is closed.");
      }
      awaited = ready;
    }
    try {
      return awaited.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new NotReady("not-ready", "The child JVM is not ready: " + lastFailure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotReady("not-ready", "Interrupted while waiting for the child JVM.");
    }
  }

  /** Requests without an answer yet. */
  synchronized int underWay() {
    return current == null ? 0 : current.underWay();
  }

  private synchronized String lastFailure() {
    return lastFailure;
  }

  private Evaluation.@Nullable Failed compile(ChildJvm child, RuleSet rules, long deadline) {
    if (child.compiled().contains(rules.digest())) {
      return null;
    }
    ObjectNode request = ChildJvm.request("compile", rules.digest());
    rules.texts().forEach(request.putArray("texts")::add);
    Answer answer = await(child, child.ask(request), deadline, settings.compilation());
    if (answer.failed() == null) {
      child.compiled().add(rules.digest());
    }
    return answer.failed();
  }

  private Evaluation ask(ChildJvm child, RuleSet rules, ObjectNode input, long deadline) {
    ObjectNode request = ChildJvm.request("evaluate", rules.digest());
    request.set("input", InputForRules.of(input));
    Answer answer = await(child, child.ask(request), deadline, settings.evaluation());
    if (answer.failed() != null) {
      return answer.failed();
    }
    synchronized (this) {
      wait = FIRST_WAIT_MILLIS;
    }
    return SignalAnswers.read(answer.ok());
  }

  private record Answer(JsonNode ok, Evaluation.@Nullable Failed failed) {

    static Answer of(JsonNode reply) {
      JsonNode failed = reply.path("failed");
      return failed.isMissingNode()
          ? new Answer(reply.path("ok"), null)
          : failed(failed.path("code").asString("protocol"), failed.path("message").asString(""));
    }

    static Answer failed(String code, String message) {
      return new Answer(MissingNode.getInstance(), new Evaluation.Failed(code, message));
    }
  }

  private static Answer await(
      ChildJvm child, CompletableFuture<JsonNode> asked, long deadline, Duration budget) {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return Answer.of(asked.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      child.kill();
      return Answer.failed(
          "deadline", "The rules took longer than " + budget.toMillis() + " ms; child killed.");
    } catch (ExecutionException e) {
      return Answer.failed("child-died", "The child JVM died before it answered.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failed("interrupted", "Interrupted while the rules ran.");
    }
  }

  private synchronized void remember(RuleSet rules) {
    known.put(rules.digest(), rules);
    if (known.size() > KEPT) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private void launch() {
    List<RuleSet> again;
    synchronized (this) {
      if (closed) {
        return;
      }
      again = List.copyOf(known.values());
    }
    try {
      ChildJvm child = ChildJvm.start(settings, isolation, staging);
      synchronized (this) {
        current = child;
      }
      var unused = child.onExit().thenRun(() -> restart(child));
      long deadline = System.nanoTime() + settings.compilation().toNanos();
      for (RuleSet rules : WarmUp.before(again)) {
        compile(child, rules, deadline);
      }
      ask(child, WarmUp.rules(), WarmUp.input(), deadline);
      announce(child);
    } catch (IOException | RuntimeException e) {
      relaunch("it cannot be started: " + e.getMessage());
    }
  }

  private synchronized void announce(ChildJvm child) {
    if (closed) {
      child.kill();
    } else if (child.handle().isAlive()) {
      ready.complete(child);
    }
  }

  private void restart(ChildJvm child) {
    String words = child.errors();
    relaunch("it ended" + (words.isEmpty() ? "" : ", its last words: " + words));
  }

  private synchronized void relaunch(String failure) {
    if (closed) {
      return;
    }
    lastFailure = failure;
    restarts++;
    current = null;
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
    var unused = launcher.schedule(this::launch, wait, TimeUnit.MILLISECONDS);
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }

  @Override
  public void close() {
    ChildJvm last;
    synchronized (this) {
      closed = true;
      last = current;
      current = null;
      ready.completeExceptionally(new IOException("closed"));
    }
    if (last != null) {
      last.kill();
      last.onExit().join();
    }
    launcher.shutdownNow();
    try {
      staging.close();
    } catch (IOException e) {
      // A temporary folder that stays behind harms nobody.
    }
  }
}
