package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.sandbox.SandboxReport.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several executions, one after the other, in one interpreter: each finds what those before it have
 * defined. An error ends the execution only. What ends the interpreter, or cannot be stopped
 * without it, ends the session, and so do idle time and age; then nothing of it lives.
 *
 * <p>Processes that an execution starts live until the session ends, at the latest.
 */
public final class SandboxSession implements AutoCloseable {

  private static final long LOOK_MILLIS = 500;

  /** From the wish to stop an execution to the end of the session, when it does not stop. */
  private static final long STOPS_WITHIN_MILLIS = 500;

  private static final long DRAIN_MILLIS = 2_000;
  private static final long ENDS_WITHIN_MILLIS = 1_000;
  private static final int SIGXCPU = 24;

  private final SessionBody body;
  private final SessionLanguage language;
  private final SessionOrder order;
  private final Protections protections;
  private final CellStream standardOutput;
  private final CellStream standardError;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock turn = new ReentrantLock();
  private final CountDownLatch over = new CountDownLatch(1);
  private final long born = System.nanoTime();
  private @Nullable End end;
  private volatile long lastUsed = born;
  private volatile boolean used;

  SandboxSession(
      SessionBody body, SessionLanguage language, SessionOrder order, Protections protections) {
    this.body = body;
    this.language = language;
    this.order = order;
    this.protections = protections;
    this.standardOutput = new CellStream(body.standardOutput());
    this.standardError = new CellStream(body.standardError());
    Thread.ofPlatform().daemon().name("sandbox-session").start(this::watch);
  }

  /** A session, or why there is none. */
  public sealed interface Opening {
    record Opened(SandboxSession session) implements Opening {}

    record Refused(String message) implements Opening {}
  }

  private record End(Reason reason, String message) {}

  /** Why the session has ended, a sentence; empty while it lives. */
  public synchronized Optional<String> ended() {
    return Optional.ofNullable(end).map(End::message);
  }

  /**
   * Runs code; one at a time. Its exit code is 0, or not when it failed.
   *
   * @param timeout more than zero
   * @param output takes live output
   * @throws InterruptedException within a second; the session lives on when the execution could be
   *     stopped
   */
  public SandboxReport run(String code, Duration timeout, OutputSink output)
      throws InterruptedException {
    turn.lockInterruptibly();
    try {
      synchronized (this) {
        if (end != null) {
          return SandboxReport.refused("The session has ended: " + end.message(), false);
        }
      }
      if (code.indexOf('\0') >= 0) {
        return SandboxReport.refused("The code has a NUL character.", false);
      }
      return new Cell(code, timeout, output).run();
    } finally {
      lastUsed = System.nanoTime();
      used = true;
      turn.unlock();
    }
  }

  /** One execution. */
  private final class Cell {
    private final Duration timeout;
    private final String code;
    private final String mark;
    private final OutputTap stdout;
    private final OutputTap stderr;
    private final CountDownLatch streams = new CountDownLatch(2);
    private final AtomicBoolean tooMuch = new AtomicBoolean();
    private final long cpuBefore = Math.max(0, body.cpuMillis());
    private volatile OptionalInt status = OptionalInt.empty();
    private final SandboxReport.@Nullable Io ioBefore = used ? body.io() : SandboxReport.Io.NONE;
    private SandboxReport.@Nullable Io ioAfter;
    private long cpuSeen = cpuBefore;

    Cell(String code, Duration timeout, OutputSink output) {
      this.code = code;
      this.timeout = timeout;
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      this.mark = HexFormat.of().formatHex(bytes);
      AtomicLong budget =
          new AtomicLong(
              protections.has(Protection.OUTPUT)
                  ? SandboxLimits.megabytes(order.limits().outputMb())
                  : Long.MAX_VALUE);
      Runnable overflow = () -> tooMuch.set(true);
      this.stdout = new OutputTap(OutputSink.Stream.STDOUT, output, budget, overflow);
      this.stderr = new OutputTap(OutputSink.Stream.STDERR, output, budget, overflow);
    }

    SandboxReport run() throws InterruptedException {
      long start = System.nanoTime();
      begin("sandbox-cell-in", this::tell);
      begin("sandbox-cell-out", () -> read(standardOutput, stdout, each -> status = each));
      begin("sandbox-cell-err", () -> read(standardError, stderr, each -> {}));
      Reason stopped;
      try {
        stopped = await(start);
      } catch (InterruptedException cancelled) {
        cancel();
        throw cancelled;
      }
      if (!streams.await(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        finish(Reason.OUTPUT, "Its output does not end.");
      }
      if (status.isEmpty() && !hasEnded()) {
        interpreterEnded(stderr.tail().lastLines(5));
      }
      if (!hasEnded()) {
        ioAfter = body.io();
      }
      return report(stopped, Duration.ofNanos(System.nanoTime() - start));
    }

    private void begin(String name, Runnable part) {
      Thread.ofPlatform().daemon().name(name).start(part);
    }

    private void tell() {
      try {
        body.tell(language.run(mark, code));
      } catch (IOException gone) {
        // Its streams end, too.
        return;
      }
    }

    private void read(CellStream stream, OutputTap tap, Consumer<OptionalInt> ended) {
      byte[] until = ("\0" + mark + ":").getBytes(StandardCharsets.US_ASCII);
      try {
        ended.accept(stream.readTo(until, tap));
      } catch (IOException killed) {
        ended.accept(OptionalInt.empty());
      } finally {
        tap.end();
        streams.countDown();
      }
    }

    /**
     * @return why it had to be stopped; EXIT when it had not
     */
    private Reason await(long start) throws InterruptedException {
      Duration allowed = protections.has(Protection.DEADLINE) ? timeout : Duration.ofDays(1);
      long deadline = start + allowed.toNanos();
      while (true) {
        // Of a session that has ended nothing can be read any more.
        cpuSeen = Math.max(cpuSeen, body.cpuMillis());
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
        if (streams.await(Math.max(1, Math.min(50, left)), TimeUnit.MILLISECONDS)) {
          return tooMuch.get() ? Reason.OUTPUT : Reason.EXIT;
        }
        if (tooMuch.get()) {
          return stop(Reason.OUTPUT, "An execution in it wrote too much and did not stop.");
        }
        if (System.nanoTime() >= deadline) {
          return stop(Reason.DEADLINE, "An execution in it took too long and did not stop.");
        }
      }
    }

    /** Stops the execution, or else the session. */
    private Reason stop(Reason reason, String otherwise) throws InterruptedException {
      if (!isStopped()) {
        ioAfter = body.io();
        finish(reason, otherwise);
      }
      return reason;
    }

    private boolean isStopped() throws InterruptedException {
      Optional<byte[]> message = language.stop(mark);
      if (message.isEmpty()) {
        return false;
      }
      begin(
          "sandbox-cell-stop",
          () -> {
            try {
              body.tell(message.get());
            } catch (IOException gone) {
              return;
            }
          });
      return streams.await(STOPS_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void cancel() {
      boolean stopped = false;
      try {
        stopped = isStopped();
      } catch (InterruptedException again) {
        Thread.currentThread().interrupt();
      }
      if (!stopped) {
        finish(Reason.SIGNAL, "An execution in it was cancelled and did not stop.");
      }
    }

    private SandboxReport report(Reason stopped, Duration wall) {
      End last = theEnd();
      Reason reason = stopped != Reason.EXIT || last == null ? stopped : last.reason();
      long cpu = Math.max(cpuSeen, body.cpuMillis());
      OptionalInt exit = status.isPresent() || stopped != Reason.EXIT ? status : body.exitCode();
      return new SandboxReport(
          reason,
          exit,
          message(reason, last),
          false,
          body.describe(),
          new SandboxReport.Usage(
              wall,
              cpu == 0 ? -1 : cpu - cpuBefore,
              body.peakBytes(),
              KernelIo.between(ioBefore, ioAfter)),
          stdout.tail().text(),
          stderr.tail().text(),
          stdout.tail().isCut() || stderr.tail().isCut(),
          List.of(),
          List.of());
    }

    private String message(Reason reason, @Nullable End last) {
      if (last != null) {
        return "The session has ended: " + last.message();
      }
      return switch (reason) {
        case DEADLINE ->
            "The code was still running after %d ms and was stopped.".formatted(timeout.toMillis());
        case OUTPUT ->
            "The code wrote more than %d MB of output and was stopped."
                .formatted(order.limits().outputMb());
        case EXIT, SIGNAL, MEMORY, CPU, DISK, REFUSED ->
            status.orElse(1) == 0 ? "" : stderr.tail().lastLines(20);
      };
    }
  }

  private synchronized @Nullable End theEnd() {
    return end;
  }

  private synchronized boolean hasEnded() {
    return end != null;
  }

  private void interpreterEnded(String lastLines) throws InterruptedException {
    body.awaitEnd(ENDS_WITHIN_MILLIS);
    body.kill();
    if (body.ranOutOfMemory()) {
      finish(
          Reason.MEMORY,
          "It needed more than %d MB of memory.".formatted(order.limits().memoryMb()));
      return;
    }
    int code = body.exitCode().orElse(-1);
    if (code == 128 + SIGXCPU) {
      check(SandboxEnd.Cause.CPU);
      return;
    }
    boolean signal = code > 128 && code < 193;
    finish(
        signal ? Reason.SIGNAL : Reason.EXIT,
        signal
            ? "Signal %d ended the interpreter.".formatted(code - 128)
            : code < 0
                ? "The sandbox did not start, or closed its output. " + lastLines
                : "The interpreter ended with exit code %d.".formatted(code));
  }

  /** Ends the session, once; nothing of it lives afterwards. */
  private void finish(Reason reason, String message) {
    synchronized (this) {
      if (end == null) {
        end = new End(reason, message);
      }
    }
    over.countDown();
    body.kill();
  }

  /** Looks after what holds for the session as a whole. */
  private void watch() {
    LimitWatch limits = new LimitWatch(order.asOrder(), body::cpuMillis, protections);
    try {
      while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        if (now - born > order.oldest().toNanos()) {
          finish(Reason.DEADLINE, "It was open for %s.".formatted(words(order.oldest())));
        } else if (!turn.isLocked() && now - lastUsed > order.idle().toNanos()) {
          finish(Reason.DEADLINE, "Nothing was run for %s.".formatted(words(order.idle())));
        } else {
          check(limits.passed());
        }
      }
    } catch (InterruptedException never) {
      finish(Reason.SIGNAL, "It was interrupted.");
    } catch (RuntimeException e) {
      // Limits that nobody looks after do not hold.
      finish(Reason.REFUSED, "Its limits could not be looked after: " + e.getMessage());
    }
    body.close();
  }

  private void check(SandboxEnd.@Nullable Cause passed) {
    if (passed == SandboxEnd.Cause.CPU) {
      finish(
          Reason.CPU,
          "It used more than %d s of processor time.".formatted(order.limits().cpuSeconds()));
    } else if (passed != null) {
      finish(Reason.DISK, "Its workspace outgrew its limit.");
    }
  }

  private static String words(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  /** Ends it; the workspace is the caller's again only when this returns. */
  @Override
  public void close() {
    finish(Reason.EXIT, "It was closed.");
    body.close();
  }
}
