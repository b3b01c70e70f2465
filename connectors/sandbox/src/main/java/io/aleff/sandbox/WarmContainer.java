package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.StreamType;
import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container that waits for its one program. Its workspace is a folder of its own, into which the
 * step's files are moved.
 */
final class WarmContainer implements WarmSandbox {

  private static final Logger LOG = LoggerFactory.getLogger(WarmContainer.class);
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(5);

  private final Docker docker;
  private final DockerClient client;
  private final WarmStart start;
  private final SandboxLimits limits;
  private final UidPool.@Nullable Lease lease;
  private final int uid;
  private final TemporaryFolder folder;
  private final StagingArea.Execution stage;
  private final WorkspaceOwner owner;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final TextTail complaint = new TextTail(2_000);
  private final BytePipe input = new BytePipe(1 << 16);
  private final String mark = DockerContainer.newMark();
  private String id = "";
  private @Nullable DockerStreams streams;
  private volatile boolean told;
  private Optional<FirstProcess> first = Optional.empty();

  private WarmContainer(
      Docker docker,
      WarmStart start,
      SandboxLimits limits,
      UidPool.@Nullable Lease lease,
      TemporaryFolder folder,
      StagingArea.Execution stage) {
    this.docker = docker;
    this.client = docker.engine().client();
    this.start = start;
    this.limits = limits;
    this.lease = lease;
    this.uid = lease == null ? SandboxHost.ownUid() : lease.uid();
    this.folder = folder;
    this.stage = stage;
    boolean clean = docker.protections().has(Protection.CLEAN_RETURN);
    this.owner = new WorkspaceOwner(folder.path(), lease != null, clean);
  }

  /**
   * Starts one; it is not ready yet.
   *
   * @param interpreter of the profile, seen before
   */
  static WarmContainer start(
      Docker docker,
      SandboxProfile profile,
      String interpreter,
      SandboxLimits limits,
      PoolFolders folders)
      throws IOException {
    WarmContainer container = hold(docker, WarmStart.of(profile, interpreter), limits, folders);
    try {
      SandboxProgram nothing =
          new SandboxProgram(profile, Map.of(), profile.source(), List.of(), "", Map.of());
      container.launch(nothing);
      return container;
    } catch (IOException | RuntimeException e) {
      container.close();
      throw new IOException("No container can be started to wait: " + e.getMessage(), e);
    }
  }

  private static WarmContainer hold(
      Docker docker, WarmStart start, SandboxLimits limits, PoolFolders folders)
      throws IOException {
    SandboxHost host = docker.host();
    UidPool.Lease lease = null;
    if (host.root()) {
      lease = host.leaseUid().orElseThrow(() -> new IOException("Every user id is in use."));
    }
    TemporaryFolder folder = null;
    try {
      int uid = lease == null ? SandboxHost.ownUid() : lease.uid();
      if (!host.uidRule().permits(uid)) {
        throw new IOException("A sandbox never runs as host user %d.".formatted(uid));
      }
      folder = folders.create();
      return new WarmContainer(docker, start, limits, lease, folder, host.staging().prepare());
    } catch (IOException | RuntimeException e) {
      if (folder != null) {
        StagingArea.deleteQuietly(folder.path());
      }
      if (lease != null) {
        lease.close();
      }
      throw e;
    }
  }

  private void launch(SandboxProgram nothing) throws IOException {
    layOut(nothing);
    owner.handOver(uid);
    SandboxOrder order = new SandboxOrder(nothing, limits, folder.path(), Duration.ofDays(1), null);
    id =
        new DockerContainer(order, docker.protections())
            .createWaiting(docker, stage, uid, mark, start.words());
    try {
      DockerStreams attached = DockerStreams.attach(client, id, this::hear, input);
      streams = attached;
      attached.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The start was interrupted.", e);
    }
  }

  private void layOut(SandboxProgram program) throws IOException {
    stage.layOut(program);
    if (lease != null) {
      new WorkspaceOwner(stage.folder(), true, true).handOver(uid);
    }
  }

  /** What it says before it is told anything. */
  private void hear(StreamType stream, byte[] piece) {
    if (stream == StreamType.STDOUT && piece.length == 1 && piece[0] == WarmStart.READY) {
      ready.countDown();
    } else {
      complaint.append(new String(piece, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    tell(start.hello());
    long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!ready.await(100, TimeUnit.MILLISECONDS)) {
      if (!isHealthy() || System.nanoTime() > deadline) {
        throw new IOException("A waiting container does not start: " + complaint.text());
      }
    }
    if (!complaint.text().isEmpty()) {
      throw new IOException("A waiting container complains: " + complaint.text());
    }
    first = FirstProcess.of(client, id);
  }

  @Override
  public boolean isHealthy() {
    return streams != null && !streams.hasEnded();
  }

  @Override
  public Optional<SandboxReport> run(SandboxOrder order, OutputSink output)
      throws InterruptedException {
    Path workspace = order.workspace().toAbsolutePath();
    LentWorkspace lent = new LentWorkspace(workspace, folder.path());
    Optional<byte[]> message = start.tell(order.program(), limits);
    if (message.isEmpty() || !SandboxHost.isPlainFolder(workspace) || !lent.isLent()) {
      return Optional.empty();
    }
    boolean back = false;
    try {
      Optional<SandboxReport> report =
          isPrepared(order)
              ? Optional.of(
                  new DockerExecution(docker, order, output)
                      .runIn(this, owner, folder.path(), input, () -> start(message.get())))
              : Optional.empty();
      lent.giveBack();
      back = true;
      return report;
    } catch (IOException | RuntimeException e) {
      LOG.warn("A container from the pool could not be run to its end.", e);
      docker.lookAgain();
      return Optional.of(SandboxReport.refused(docker.why(e), false));
    } finally {
      if (!back) {
        rescue(lent);
      }
    }
  }

  /** False when the program was not started and never will be. */
  private boolean isPrepared(SandboxOrder order) throws IOException {
    try {
      owner.handOver(uid);
      layOut(order.program());
      return true;
    } catch (IOException e) {
      LOG.warn("A waiting container cannot be used; a fresh one is taken.", e);
      DockerContainer.remove(client, id);
      owner.takeBack(0);
      return false;
    }
  }

  private void rescue(LentWorkspace lent) {
    try {
      DockerContainer.remove(client, id);
      owner.takeBack(0);
      lent.giveBack();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Files of a step that failed could not be given back.", e);
    }
  }

  private void start(byte[] message) {
    told = true;
    try {
      tell(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(byte[] message) throws IOException {
    input.write(message);
  }

  String id() {
    return id;
  }

  int uid() {
    return uid;
  }

  String mark() {
    return mark;
  }

  Optional<FirstProcess> first() {
    return first;
  }

  DockerStreams streams() {
    DockerStreams attached = streams;
    if (attached == null) {
      throw new IllegalStateException("It was not started.");
    }
    return attached;
  }

  /** Where its end was seen before the engine's word, that is let do first what it does then. */
  private void settle() {
    try {
      if (told && streams != null && !streams.awaitEnd(SETTLES_WITHIN.toNanos())) {
        LOG.trace("The engine says nothing of the end of {}.", id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    boolean gone = id.isEmpty();
    try (folder;
        stage;
        input) {
      if (!gone) {
        settle();
        DockerContainer.remove(client, id);
        gone = true;
      }
      if (streams != null) {
        streams.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A waiting container cannot be removed; the next start tries again.", e);
    } finally {
      // Its user id stays taken while it may live.
      if (lease != null && gone) {
        lease.close();
      }
    }
  }
}
