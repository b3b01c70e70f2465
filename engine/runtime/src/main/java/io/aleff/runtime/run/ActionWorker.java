package io.aleff.runtime.run;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.Models;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.run.DueActions.Due;
import io.aleff.runtime.run.Execution.Started;
import io.aleff.runtime.run.Execution.Work;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Fetches actions that were granted and runs them, a few at a time. */
final class ActionWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ActionWorker.class);
  private static final int RECORD_ATTEMPTS = 5;
  private static final int RECORD_PAUSE_MILLIS = 3_000;
  private static final int UNCOUNTED = 1_000;
  private static final long LOOK_NANOS = 500_000_000;

  private final Core core;
  private final DueActions due;
  private final Execution execution;
  private final ExecutionResult results;
  private final Circuits circuits = new Circuits();
  private final ExecutorService pool;
  private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(1);
  private final Semaphore free;
  private final Semaphore signal = new Semaphore(0);
  private final AtomicBoolean look = new AtomicBoolean();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final AtomicReference<Thread> poller = new AtomicReference<>();

  ActionWorker(Core core, GrantCheck check) {
    this.core = core;
    due = new DueActions(core);
    execution = new Execution(core, check, due);
    results = new ExecutionResult(core, execution);
    free = new Semaphore(core.config().workers());
    pool = Executors.newFixedThreadPool(core.config().workers());
  }

  private record Running(Due due, Future<?> future, Progress progress) {}

  /**
   * How far an execution is.
   *
   * @param started empty until it has begun
   * @param recording whether its effect is over and only has to be recorded
   */
  private record Progress(
      AtomicReference<@Nullable Started> started,
      AtomicReference<@Nullable LiveOutput> output,
      AtomicBoolean recording) {

    Progress() {
      this(new AtomicReference<>(), new AtomicReference<>(), new AtomicBoolean());
    }
  }

  void start() {
    Thread thread = new Thread(this::poll, "aleff-worker");
    thread.setDaemon(true);
    poller.set(thread);
    thread.start();
    long lease = Math.max(300, core.config().lease().toMillis() / 3);
    var unusedExtend =
        beats.scheduleWithFixedDelay(this::extend, lease, lease, TimeUnit.MILLISECONDS);
    var unusedFlush = beats.scheduleWithFixedDelay(this::flush, 200, 200, TimeUnit.MILLISECONDS);
  }

  /** There may be something to do. */
  void wake() {
    look.set(true);
    signal.release();
  }

  /** This action may be begun. */
  void wake(Due granted) {
    due.tell(granted);
    signal.release();
  }

  /** Interrupts everything that a run has running here. */
  void interrupt(TenantId tenant, String run) {
    running.values().stream()
        .filter(one -> one.due().tenant().equals(tenant) && one.due().run().equals(run))
        .forEach(one -> one.future().cancel(true));
  }

  @Override
  public void close() {
    Thread thread = poller.getAndSet(null);
    if (thread != null) {
      thread.interrupt();
    }
    beats.shutdownNow();
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("Some actions did not stop in time; they are taken up again at the next start.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    long looked = System.nanoTime() - LOOK_NANOS;
    while (poller.get() == Thread.currentThread()) {
      try {
        free.acquire();
        free.release();
        signal.drainPermits();
        if (look.getAndSet(false) || System.nanoTime() - looked >= LOOK_NANOS) {
          looked = System.nanoTime();
          due.look(Math.max(1, free.availablePermits()), running.keySet()).forEach(this::hand);
        }
        Due told = due.told();
        if (told != null) {
          hand(told);
        } else {
          var unused = signal.tryAcquire(LOOK_NANOS, TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Work could not be fetched; trying again.", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      if (signal.tryAcquire(1, TimeUnit.SECONDS)) {
        signal.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Due next) {
    Progress progress = new Progress();
    FutureTask<Boolean> future =
        new FutureTask<>(
            () -> {
              try {
                perform(next, progress);
              } finally {
                running.remove(next.process());
                free.release();
                signal.release();
              }
            },
            true);
    if (running.putIfAbsent(next.process(), new Running(next, future, progress)) == null) {
      free.acquireUninterruptibly();
      pool.execute(future);
    }
  }

  private void perform(Due next, Progress progress) {
    try {
      Started started = repeated(() -> execution.begin(next));
      if (started == null) {
        return;
      }
      progress.started().set(started);
      LiveOutput live = new LiveOutput(core.ports(), started.step());
      progress.output().set(live);
      ConnectorResult result = run(started, live);
      live.flush();
      progress.recording().set(true);
      repeated(
          () -> {
            results.record(started, result);
            return true;
          });
    } catch (InterruptedException e) {
      LOG.info("Step {} of run {} was stopped.", next.step(), next.run());
    } catch (RuntimeException e) {
      LOG.error("Step {} of run {} could not be recorded.", next.step(), next.run(), e);
      release(next, progress.started().get());
    }
  }

  /** Others may change the same process at the same moment; the effect itself is not repeated. */
  private static <T extends @org.jspecify.annotations.Nullable Object> T repeated(
      java.util.function.Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (OptimisticLockingException e) {
        if (attempt == RECORD_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private ConnectorResult run(Started started, LiveOutput live) throws InterruptedException {
    Connector connector = core.ports().connectors().ofKind(started.manifest().kind());
    Connector.Availability availability =
        connector == null
            ? new Connector.Availability(false, "No connector of kind " + started.manifest().kind())
            : connector.availability();
    if (connector == null || !availability.available()) {
      return ExecutionResult.failure("unavailable", availability.reason(), "none");
    }
    String breach =
        ExecutionResult.breach("input", started.operation().input(), started.action().arguments());
    if (breach != null) {
      return ExecutionResult.failure("bad-input", breach, "none");
    }
    CircuitBreaker circuit = circuits.of(started.run().tenant(), started.manifest());
    if (!circuit.tryAcquirePermission()) {
      return new ConnectorResult.Failed(
          "circuit-open",
          "The connector failed too often; it is left alone for a while.",
          true,
          "none",
          Json.MAPPER.createObjectNode());
    }
    return guarded(started, connector, circuit, live);
  }

  private ConnectorResult guarded(
      Started started, Connector connector, CircuitBreaker circuit, LiveOutput live)
      throws InterruptedException {
    long begin = System.nanoTime();
    try {
      ConnectorResult result = connector.run(call(started), live);
      long took = System.nanoTime() - begin;
      if (result instanceof ConnectorResult.Failed failed && failed.transientFailure()) {
        circuit.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(failed.code()));
      } else {
        circuit.onSuccess(took, TimeUnit.NANOSECONDS);
      }
      return result;
    } catch (InterruptedException e) {
      circuit.releasePermission();
      throw e;
    } catch (RuntimeException e) {
      circuit.onError(System.nanoTime() - begin, TimeUnit.NANOSECONDS, e);
      LOG.warn("The connector {} broke.", started.manifest().name(), e);
      return ExecutionResult.failure("connector", "The connector broke: " + e.getMessage(), "none");
    }
  }

  private ConnectorCall call(Started started) {
    return new ConnectorCall(
        started.manifest(),
        started.operation().name(),
        started.action().arguments(),
        started.action().code(),
        started.directory(),
        started.idempotencyKey(),
        started.operation().timeout(),
        obligations(started));
  }

  private ObjectNode obligations(Started started) {
    DecisionRecord decision =
        core.ports()
            .decisions()
            .find(started.run().tenant(), Objects.requireNonNull(started.step().decisionId()));
    ObjectNode all = Obligations.of(Objects.requireNonNull(decision).decision().obligations());
    if (started.manifest().kind().equals(Models.KIND)) {
      String model = started.action().arguments().path("model").asString("");
      Questions.bound(all, Questions.left(core.ports(), started.run(), model));
    }
    return all;
  }

  private void extend() {
    for (Running one : running.values()) {
      Started started = one.progress().started().get();
      if (started != null) {
        extend(started.work(), one);
      }
    }
  }

  private void extend(Work work, Running one) {
    try {
      core.engine()
          .get()
          .externalTasks()
          .extendLock(work.id(), core.config().node(), core.config().lease().toMillis());
    } catch (OptimisticLockingException e) {
      // Its end is being recorded at this moment; interrupting it now would do it twice.
      LOG.debug("The lease of {} was not extended.", work.id(), e);
    } catch (ProcessEngineException e) {
      // Recording ends the task; one that somebody else has taken over cannot be recorded anyway.
      if (!one.progress().recording().get()) {
        LOG.info("Step {} of run {} is no longer ours.", work.step(), work.run());
        one.future().cancel(true);
      }
    } catch (RuntimeException e) {
      LOG.warn("A lease could not be extended.", e);
    }
  }

  private void flush() {
    for (Running one : running.values()) {
      LiveOutput live = one.progress().output().get();
      try {
        if (live != null) {
          live.flush();
        }
      } catch (RuntimeException e) {
        LOG.warn("Output could not be stored.", e);
      }
    }
  }

  /** Somebody tries again soon; how often does not count, because nothing was decided. */
  private void release(Due next, @Nullable Started started) {
    try {
      if (started == null) {
        due.leaveAlone(next, RECORD_PAUSE_MILLIS);
      } else {
        core.engine()
            .get()
            .externalTasks()
            .handleFailure(
                started.work().id(),
                core.config().node(),
                "not recorded",
                UNCOUNTED,
                RECORD_PAUSE_MILLIS);
      }
    } catch (RuntimeException e) {
      LOG.debug("The lease of {} ends by itself.", next.process(), e);
    }
  }
}
