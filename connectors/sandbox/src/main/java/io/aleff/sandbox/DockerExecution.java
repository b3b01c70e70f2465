package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.WaitResponse;
import io.aleff.connector.OutputSink;
import io.aleff.sandbox.cgroup.Cgroup;
import io.aleff.sandbox.cgroup.Cgroups;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
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
  private volatile String container = "";
  private long cpuMillis = -1;
  private long peakBytes = -1;

  DockerExecution(Docker docker, SandboxOrder order, OutputSink output) {
    this.docker = docker;
    this.client = docker.engine().client();
    this.order = order;
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
      docker.disconnect();
      return SandboxReport.refused("The container could not be run: " + e.getMessage(), false);
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
      ContainerState state;
      try {
        container = new DockerContainer(order, protections).create(docker, stage, uid);
        state = watched();
      } finally {
        if (!container.isEmpty()) {
          DockerContainer.remove(client, container);
        }
        // The engine answers only when no process of the container is left.
      }
      return report(state, owner.takeBack(0), Duration.ofNanos(System.nanoTime() - start), uid);
    } catch (InterruptedException | RuntimeException e) {
      owner.takeBack(0);
      throw e;
    }
  }

  private ContainerState watched() throws InterruptedException {
    try (Output output = new Output();
        Exit exit = new Exit()) {
      client
          .attachContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(true)
          .exec(output);
      output.awaitStarted();
      client.startContainerCmd(container).exec();
      // Only now: of a container that was never started the engine says that it does not run.
      client.waitContainerCmd(container).exec(exit);
      await(exit.over);
      if (!output.over.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The output of container {} does not end.", container);
      }
      standardOutput.end();
      standardError.end();
      return client.inspectContainerCmd(container).exec().getState();
    } catch (IOException e) {
      throw new IllegalStateException("A stream of the engine cannot be closed.", e);
    }
  }

  private void await(CountDownLatch exited) throws InterruptedException {
    long start = System.nanoTime();
    long deadline =
        start
            + (protections.has(Protection.DEADLINE) ? order.timeout() : Duration.ofDays(1))
                .toNanos();
    LimitWatch watch = new LimitWatch(order, () -> cpuMillis, protections);
    Optional<Cgroup> group = group();
    long looked = start;
    group.ifPresent(this::sample);
    while (!exited.await(slice(deadline), TimeUnit.NANOSECONDS)) {
      group.ifPresent(this::sample);
      long now = System.nanoTime();
      if (now >= deadline) {
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
  }

  private static long slice(long deadline) {
    long sample = TimeUnit.MILLISECONDS.toNanos(SAMPLE_MILLIS);
    return Math.max(1, Math.min(sample, deadline - System.nanoTime()));
  }

  /** The group goes with the container, so what it counted is read while it runs. */
  private Optional<Cgroup> group() {
    Long pid = client.inspectContainerCmd(container).exec().getState().getPidLong();
    return pid == null || pid <= 0 ? Optional.empty() : Cgroups.ofProcess(pid);
  }

  private void sample(Cgroup group) {
    cpuMillis = Math.max(cpuMillis, group.cpuMillis());
    peakBytes = Math.max(peakBytes, group.peakMemoryBytes());
  }

  /** The engine answers only when the output has been read, so nobody here may wait for it. */
  private void end(SandboxEnd.Cause reason) {
    if (ended.compareAndSet(null, reason)) {
      Thread.ofPlatform()
          .daemon()
          .name("sandbox-kill")
          .start(() -> DockerContainer.kill(client, container));
    }
  }

  private SandboxReport report(
      ContainerState state, WorkspaceOwner.Inventory inventory, Duration wall, int uid) {
    Long code = state.getExitCodeLong();
    SandboxEnd.Cause cause = ended.get();
    return new SandboxEnd(
            cause == null ? SandboxEnd.Cause.EXITED : cause,
            code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue()),
            Boolean.TRUE.equals(state.getOOMKilled()),
            false,
            inventory,
            standardOutput.tail(),
            standardError.tail(),
            order.timeout(),
            new SandboxReport.Usage(wall, cpuMillis, peakBytes))
        .report(limits, protections, describe(uid));
  }

  private String describe(int uid) {
    String runtime = docker.runtime();
    return "docker %s uid %d, %s, seccomp, memory %d MB in total, %d processes, %.1f cpu%s%s"
        .formatted(
            docker.image().id().substring(0, 19),
            uid,
            order.network(),
            limits.memoryMb(),
            limits.processes(),
            limits.cpus(),
            runtime == null ? "" : ", runtime " + runtime,
            limits.childProcesses() ? "" : ", no child processes");
  }

  /** Takes the engine's frames; while it is busy the engine waits, and so does the program. */
  private final class Output extends ResultCallback.Adapter<Frame> {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void onComplete() {
      super.onComplete();
      over.countDown();
    }

    @Override
    public void onNext(@Nullable Frame frame) {
      if (frame != null) {
        OutputTap tap = frame.getStreamType() == StreamType.STDERR ? standardError : standardOutput;
        tap.accept(frame.getPayload(), frame.getPayload().length);
      }
    }
  }

  /** Told when the container has ended; the callback's own waiting with a limit would close it. */
  private static final class Exit extends ResultCallback.Adapter<WaitResponse> {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void onComplete() {
      super.onComplete();
      over.countDown();
    }
  }
}
