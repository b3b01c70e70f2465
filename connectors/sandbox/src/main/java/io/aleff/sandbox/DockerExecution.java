package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.StreamType;
import io.aleff.connector.OutputSink;
import io.aleff.sandbox.cgroup.Cgroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One execution in a container of its own, from its workspace to the workspace that comes back. */
final class DockerExecution {

  private static final Logger LOG = LoggerFactory.getLogger(DockerExecution.class);
  private static final long SAMPLE_MILLIS = 25;
  private static final long LEAST_SLICE = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long LOOK_MILLIS = 500;
  private static final long DRAIN_SECONDS = 10;

  private final Docker docker;
  private final DockerClient client;
  private final SandboxOrder order;
  private final SandboxLimits limits;
  private final Protections protections;
  private final AtomicReference<SandboxEnd.Cause> ended = new AtomicReference<>();
  private final OutputTap standardOutput;
  private final OutputTap standardError;
  private @Nullable EarlyEnd early;
  private final BytePipe input = new BytePipe(DockerContainer.LET_GO.length);
  private volatile Optional<FirstProcess> first = Optional.empty();
  private boolean letGo;
  private volatile SandboxReport.@Nullable Io io;
  private volatile SandboxReport.@Nullable Io beforeItsEnd;
  private volatile String container = "";
  private SandboxOrder watched;
  private long cpuBefore;
  private long cpuMillis = -1;
  private long peakBytes = -1;
  private boolean outOfMemory;

  DockerExecution(Docker docker, SandboxOrder order, OutputSink output) {
    this.docker = docker;
    this.client = docker.engine().client();
    this.order = order;
    this.watched = order;
    this.limits = order.limits();
    this.protections = docker.protections();
    AtomicLong budget =
        new AtomicLong(
            protections.has(Protection.OUTPUT)
                ? SandboxLimits.megabytes(limits.outputMb())
                : Long.MAX_VALUE);
    Runnable overflow = () -> end(SandboxEnd.Cause.OUTPUT);
    this.standardOutput = new OutputTap(OutputSink.Stream.STDOUT, output, budget, overflow);
    this.standardError = new OutputTap(OutputSink.Stream.STDERR, output, budget, overflow);
  }

  SandboxReport run() throws InterruptedException {
    if (!SandboxHost.isPlainFolder(order.workspace())) {
      return SandboxReport.refused("The workspace is not a folder.", false);
    }
    try {
      return docker.host().root() ? runAsLeasedUser() : runAs(SandboxHost.ownUid(), false);
    } catch (IOException | RuntimeException e) {
      LOG.warn("A container could not be run.", e);
      docker.lookAgain();
      return SandboxReport.refused(docker.why(e), false);
    }
  }

  private SandboxReport runAsLeasedUser() throws IOException, InterruptedException {
    Optional<UidPool.Lease> leased = docker.host().leaseUid();
    if (leased.isEmpty()) {
      return SandboxReport.refused("Every user id for sandboxes is in use.", true);
    }
    try (UidPool.Lease lease = leased.get()) {
      return runAs(lease.uid(), true);
    }
  }

  private SandboxReport runAs(int uid, boolean chown) throws IOException, InterruptedException {
    if (!docker.host().uidRule().permits(uid)) {
      return SandboxReport.refused("A sandbox never runs as host user %d.".formatted(uid), false);
    }
    WorkspaceOwner owner =
        new WorkspaceOwner(order.workspace(), chown, protections.has(Protection.CLEAN_RETURN));
    try (StagingArea.Execution stage =
        docker.host().staging().prepare(order.program(), uid, chown)) {
      owner.handOver(uid);
      long start = System.nanoTime();
      Outcome outcome;
      try {
        container = new DockerContainer(order, protections).create(docker, stage, uid);
        outcome = watched();
      } finally {
        if (!container.isEmpty()) {
          DockerContainer.remove(client, container);
        }
        // The engine answers only when no process of the container is left.
      }
      return report(outcome, owner.takeBack(0), Duration.ofNanos(System.nanoTime() - start), uid);
    } catch (InterruptedException | RuntimeException e) {
      owner.takeBack(0);
      throw e;
    }
  }

  /** How the container's first process ended. */
  private record Outcome(OptionalInt exitCode, boolean outOfMemory) {}

  private Outcome watched() throws InterruptedException {
    try (input;
        DockerStreams streams = DockerStreams.attach(client, container, this::take, input)) {
      streams.start();
      first = FirstProcess.of(client, container);
      return watched(streams, input);
    }
  }

  private void take(StreamType stream, byte[] piece) {
    OutputTap tap = stream == StreamType.STDERR ? standardError : standardOutput;
    tap.accept(piece, piece.length);
  }

  /**
   * @param go takes what lets the first process go
   */
  private Outcome watched(DockerStreams streams, BytePipe go) throws InterruptedException {
    letGo = !docker.holds() || !limits.childProcesses();
    OptionalInt seen = await(streams, go);
    if (seen.isEmpty() && !streams.awaitOutput(DRAIN_SECONDS)) {
      LOG.warn("The output of container {} does not end.", container);
    }
    if (early != null) {
      early.end();
    } else {
      standardOutput.end();
      standardError.end();
    }
    return seen.isPresent() ? new Outcome(seen, false) : asTheEngineSays();
  }

  private Outcome asTheEngineSays() {
    ContainerState state = client.inspectContainerCmd(container).exec().getState();
    if (Boolean.TRUE.equals(state.getRunning())) {
      // The answer to "wait" was an error; the code of what still runs would be 0.
      throw new IllegalStateException("The engine does not tell when the container ends.");
    }
    Long code = state.getExitCodeLong();
    return new Outcome(
        code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue()),
        Boolean.TRUE.equals(state.getOOMKilled()));
  }

  /**
   * The same in a container that waits.
   *
   * @param workspace the folder that it has instead of the order's
   * @param go takes what lets the first process go
   * @param tell makes it start the program
   */
  SandboxReport runIn(
      WarmContainer warm,
      WorkspaceOwner owner,
      java.nio.file.Path workspace,
      BytePipe go,
      Runnable tell)
      throws IOException, InterruptedException {
    container = warm.id();
    watched = order.in(workspace);
    first = warm.first();
    sample();
    cpuBefore = Math.max(0, cpuMillis);
    long start = System.nanoTime();
    EarlyEnd end = early(warm);
    early = end;
    warm.streams().show(end::take);
    Outcome outcome;
    try {
      tell.run();
      outcome = watched(warm.streams(), go);
    } catch (InterruptedException | RuntimeException e) {
      DockerContainer.remove(client, container);
      owner.takeBack(0);
      throw e;
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    // The first process of its namespace is dead, and so the kernel has ended all others.
    return report(outcome, owner.takeBack(0), wall, warm.uid());
  }

  /** The first process stands for all others only in a namespace of its own. */
  private EarlyEnd early(WarmContainer warm) {
    Optional<FirstProcess> first =
        protections.has(Protection.PROCESS_NAMESPACE) ? warm.first() : Optional.empty();
    return new EarlyEnd(warm.mark(), first, standardOutput, standardError);
  }

  /**
   * @return the exit code where the end was seen before the engine told of it
   */
  private OptionalInt await(DockerStreams streams, BytePipe go) throws InterruptedException {
    long start = System.nanoTime();
    long deadline =
        start
            + (protections.has(Protection.DEADLINE) ? order.timeout() : Duration.ofDays(1))
                .toNanos();
    LimitWatch watch = new LimitWatch(watched, () -> cpuMillis - cpuBefore, protections);
    long looked = start;
    long now = start;
    OptionalInt seen = OptionalInt.empty();
    sample();
    while (seen.isEmpty() && !streams.awaitEnd(slice(now - start, deadline))) {
      seen = early == null ? OptionalInt.empty() : early.exitCode();
      letGo(go);
      sample();
      now = System.nanoTime();
      if (seen.isEmpty() && now >= deadline) {
        end(SandboxEnd.Cause.TIMEOUT);
        deadline = Long.MAX_VALUE;
      } else if (now - looked > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
        looked = now;
        SandboxEnd.Cause passed = watch.passed();
        if (passed != null) {
          end(passed);
        }
      }
    }
    ended.compareAndSet(null, SandboxEnd.Cause.EXITED);
    return seen;
  }

  /** A short run is looked at more often, so that the looking makes it a little longer only. */
  private long slice(long elapsed, long deadline) {
    long often = Math.max(LEAST_SLICE, elapsed / 20);
    long sample = Math.min(often, TimeUnit.MILLISECONDS.toNanos(SAMPLE_MILLIS));
    return Math.max(1, Math.min(sample, deadline - System.nanoTime()));
  }

  /** The group goes with the container, so what it counted is read while it is there. */
  private void sample() {
    first.map(FirstProcess::group).ifPresent(this::sample);
  }

  /** Once the program has ended; at once where nobody here could see that. */
  private void letGo(BytePipe go) {
    boolean seen = !letGo && first.filter(FirstProcess::isReadable).isPresent();
    if (letGo || (seen && !first.orElseThrow().isHeld())) {
      return;
    }
    letGo = true;
    try {
      if (seen) {
        sample();
        io = first.map(FirstProcess::io).orElse(null);
      }
      go.write(DockerContainer.LET_GO);
    } catch (IOException dead) {
      LOG.trace("{} is gone already.", container, dead);
    }
  }

  private void sample(Cgroup group) {
    outOfMemory |= group.ranOutOfMemory();
    cpuMillis = Math.max(cpuMillis, group.cpuMillis());
    peakBytes = Math.max(peakBytes, group.peakMemoryBytes());
  }

  /** The engine answers only when the output has been read, so nobody here may wait for it. */
  private void end(SandboxEnd.Cause reason) {
    if (ended.compareAndSet(null, reason)) {
      Thread.ofPlatform()
          .daemon()
          .name("sandbox-kill")
          .start(
              () -> {
                beforeItsEnd = first.map(FirstProcess::ioOfAll).orElse(null);
                DockerContainer.kill(client, container);
              });
    }
  }

  private SandboxReport report(
      Outcome outcome, WorkspaceOwner.Inventory inventory, Duration wall, int uid) {
    SandboxEnd.Cause cause = ended.get();
    return new SandboxEnd(
            cause == null ? SandboxEnd.Cause.EXITED : cause,
            outcome.exitCode(),
            outOfMemory || outcome.outOfMemory(),
            false,
            inventory,
            standardOutput.tail(),
            standardError.tail(),
            order.timeout(),
            new SandboxReport.Usage(
                wall,
                cpuMillis < 0 ? -1 : cpuMillis - cpuBefore,
                peakBytes,
                KernelIo.more(io, beforeItsEnd)))
        .report(limits, protections, describe(uid));
  }

  private String describe(int uid) {
    return docker.describe(uid, order.network(), limits);
  }
}
