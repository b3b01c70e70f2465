package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import io.aleff.sandbox.cgroup.Cgroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One started sandbox: watches its limits, and sees to it that nothing of it outlives it. */
final class SandboxProcess {

  private static final long LOOK_MILLIS = 500;
  private static final long DEATH_MILLIS = 10_000;

  /** How long the end of the program may take to be the end of all. */
  private static final long ORDERLY = TimeUnit.MILLISECONDS.toNanos(50);

  private final Process monitor;
  private final StagingArea.Execution stage;
  private final Cgroup cgroup;
  private final @Nullable Integer uid;
  private Optional<ProcessHandle> first = Optional.empty();
  private final AtomicReference<SandboxEnd.Cause> ended = new AtomicReference<>();
  private volatile SandboxReport.@Nullable Io beforeItsEnd;

  /**
   * @param monitor the parent of everything in it, which ends by itself when that has ended
   */
  SandboxProcess(
      Process monitor, StagingArea.Execution stage, Cgroup cgroup, @Nullable Integer uid) {
    this.monitor = monitor;
    this.stage = stage;
    this.cgroup = cgroup;
    this.uid = uid;
  }

  /** Begins to read what it writes; more than {@code bytes} in all ends it. */
  SandboxOutput read(OutputSink sink, long bytes) {
    return new SandboxOutput(
        monitor.getInputStream(),
        monitor.getErrorStream(),
        sink,
        bytes,
        () -> end(SandboxEnd.Cause.OUTPUT));
  }

  /**
   * Waits for the end; afterwards no process of the sandbox lives, also when interrupted.
   *
   * @param watch looked at from time to time
   * @param output read to its end
   */
  SandboxEnd.Cause await(Duration timeout, LimitWatch watch, SandboxOutput output)
      throws InterruptedException {
    try {
      long deadline = System.nanoTime() + timeout.toNanos();
      while (ended.get() == null && !monitor.waitFor(slice(deadline), TimeUnit.NANOSECONDS)) {
        if (System.nanoTime() >= deadline) {
          end(SandboxEnd.Cause.TIMEOUT);
        } else {
          SandboxEnd.Cause passed = watch.passed();
          if (passed != null) {
            end(passed);
          }
        }
      }
      ended.compareAndSet(null, SandboxEnd.Cause.EXITED);
      buryUninterruptibly();
      output.await(DEATH_MILLIS);
      return Objects.requireNonNull(ended.get());
    } catch (InterruptedException cancelled) {
      end(SandboxEnd.Cause.CANCELLED);
      buryUninterruptibly();
      throw cancelled;
    }
  }

  /** The command's exit code; empty when it was never started or did not end by itself. */
  OptionalInt exitCode() {
    return reported("exit-code");
  }

  /** Input and output of everything that ran in it, after its end; null when unknown. */
  SandboxReport.@Nullable Io io() {
    return KernelIo.more(KernelIo.read(stage.io()), beforeItsEnd);
  }

  /** The same while it runs. */
  SandboxReport.@Nullable Io ioNow() {
    return first().map(KernelIo::ofAll).orElse(null);
  }

  /** Process id, on the host, of the first process in the sandbox. */
  OptionalLong init() {
    OptionalInt pid = reported("child-pid");
    return pid.isPresent() ? OptionalLong.of(pid.getAsInt()) : OptionalLong.empty();
  }

  /**
   * Notes which process is the first one in the sandbox, told from a later one of the same number
   * by its start; for sandboxes that may be dead for long before anybody looks.
   */
  void remember() {
    first();
  }

  private synchronized Optional<ProcessHandle> first() {
    if (first.isEmpty()) {
      OptionalLong init = init();
      first = init.isPresent() ? ProcessHandle.of(init.getAsLong()) : Optional.empty();
    }
    return first;
  }

  /** Waits until it ends by itself, for at most that time. */
  void awaitEnd(long milliseconds) throws InterruptedException {
    monitor.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Whether it was not seen to end yet. */
  boolean isAlive() {
    return monitor.isAlive();
  }

  /** What it reads, where that is not a file. */
  OutputStream standardInput() {
    return monitor.getOutputStream();
  }

  InputStream standardOutput() {
    return monitor.getInputStream();
  }

  InputStream standardError() {
    return monitor.getErrorStream();
  }

  /** Ends it; afterwards nothing of it lives, unless {@link #isDead} says otherwise. */
  void destroy() {
    end(SandboxEnd.Cause.CANCELLED);
    buryUninterruptibly();
  }

  /** Whether everything that ran in the sandbox is gone. */
  boolean isDead() {
    if (monitor.isAlive()) {
      return false;
    }
    Optional<ProcessHandle> first = first();
    if (first.isPresent() || init().isPresent()) {
      // The kernel ends the first process of a process namespace only after all the others.
      return first.isEmpty() || !first.get().isAlive() || !HostProcesses.lives(first.get().pid());
    }
    try {
      return uid == null || !HostProcesses.anyOf(uid);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static long slice(long deadline) {
    long look = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    return Math.max(1, Math.min(look, deadline - System.nanoTime()));
  }

  private void end(SandboxEnd.Cause reason) {
    if (ended.compareAndSet(null, reason)) {
      if (reason != SandboxEnd.Cause.CANCELLED) {
        beforeItsEnd = ioNow();
      }
      kill(false);
    }
  }

  /**
   * The program alone at first: the first process waits for it, which counts what it used, ends,
   * and with that the kernel ends all others. Without child processes it is the program. The
   * outermost parent is spared in any case: without it, a sandbox that is just starting would
   * start.
   *
   * @param all everything that it started, at once
   */
  private void kill(boolean all) {
    Optional<ProcessHandle> inside = first();
    if (all || inside.isEmpty()) {
      inside.ifPresent(ProcessHandle::destroyForcibly);
      cgroup.kill();
      monitor.descendants().forEach(ProcessHandle::destroyForcibly);
    } else {
      List<ProcessHandle> program = inside.get().children().toList();
      (program.isEmpty() ? List.of(inside.get()) : program).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void buryUninterruptibly() {
    boolean interrupted = false;
    long start = System.nanoTime();
    long waited = 0;
    while (!isDead() && waited < TimeUnit.MILLISECONDS.toNanos(DEATH_MILLIS)) {
      boolean killed = ended.get() != SandboxEnd.Cause.EXITED;
      if (waited > (killed ? ORDERLY : TimeUnit.SECONDS.toNanos(1))) {
        kill(true);
      }
      if (waited > TimeUnit.SECONDS.toNanos(2)) {
        monitor.destroyForcibly();
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
      // A pending interrupt would turn the pause into a busy loop, so it is set again at the end.
      interrupted |= Thread.interrupted();
      waited = System.nanoTime() - start;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private OptionalInt reported(String key) {
    try {
      for (String line : Files.readAllLines(stage.status())) {
        JsonNode value = Json.MAPPER.readTree(line).path(key);
        if (value.isInt()) {
          return OptionalInt.of(value.asInt());
        }
      }
    } catch (IOException | JacksonException notYet) {
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }
}
