package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session's sandbox in a container. */
final class DockerSession implements SessionBody {

  private static final Logger LOG = LoggerFactory.getLogger(DockerSession.class);
  private static final int PIPE = 1 << 16;

  private final Docker docker;
  private final DockerClient client;
  private final SandboxOrder order;
  private final UidPool.@Nullable Lease lease;
  private final int uid;
  private final StagingArea.Execution stage;
  private final WorkspaceOwner owner;
  private final BytePipe input = new BytePipe(PIPE);
  private final BytePipe stdout = new BytePipe(PIPE);
  private final BytePipe stderr = new BytePipe(PIPE);
  private String id = "";
  private @Nullable DockerStreams streams;
  private Optional<FirstProcess> first = Optional.empty();
  private Optional<ContainerState> last = Optional.empty();
  private boolean removed;
  private boolean closed;

  private DockerSession(
      Docker docker, SandboxOrder order, UidPool.@Nullable Lease lease, StagingArea.Execution stage)
      throws IOException {
    this.docker = docker;
    this.client = docker.engine().client();
    this.order = order;
    this.lease = lease;
    this.uid = lease == null ? SandboxHost.ownUid() : lease.uid();
    this.stage = stage;
    boolean clean = docker.protections().has(Protection.CLEAN_RETURN);
    this.owner = new WorkspaceOwner(order.workspace().toAbsolutePath(), lease != null, clean);
  }

  /**
   * @param words of the interpreter
   */
  static DockerSession start(Docker docker, SandboxOrder order, List<String> words)
      throws IOException {
    SandboxHost host = docker.host();
    UidPool.Lease lease = null;
    if (host.root()) {
      lease = host.leaseUid().orElseThrow(() -> new IOException("Every user id is in use."));
    }
    DockerSession session = null;
    try {
      int uid = lease == null ? SandboxHost.ownUid() : lease.uid();
      if (!host.uidRule().permits(uid)) {
        throw new IOException("A sandbox never runs as host user %d.".formatted(uid));
      }
      session = new DockerSession(docker, order, lease, host.staging().prepare());
      session.launch(words);
      return session;
    } catch (IOException | RuntimeException e) {
      if (session != null) {
        session.close();
      } else if (lease != null) {
        lease.close();
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private void launch(List<String> words) throws IOException {
    stage.layOut(order.program());
    if (lease != null) {
      new WorkspaceOwner(stage.folder(), true, true).handOver(uid);
    }
    owner.handOver(uid);
    id =
        new DockerContainer(order, docker.protections())
            .createWaiting(docker, stage, uid, null, words);
    try {
      DockerStreams attached = DockerStreams.attach(client, id, this::take, input);
      streams = attached;
      attached.start();
      Thread.ofPlatform().daemon().name("sandbox-session-end").start(() -> awaitEnd(attached));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The start was interrupted.", e);
    }
    first = FirstProcess.of(client, id);
  }

  /** While nobody reads, the engine waits, and so does the program. */
  private void take(StreamType stream, byte[] piece) {
    try {
      (stream == StreamType.STDERR ? stderr : stdout).write(piece);
    } catch (IOException nobodyReads) {
      LOG.trace("Output of a session that has ended is dropped.", nobodyReads);
    }
  }

  private void awaitEnd(DockerStreams attached) {
    try {
      while (!attached.awaitOutput(60)) {
        LOG.trace("The session in {} goes on.", id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      endOutput();
    }
  }

  private void endOutput() {
    stdout.end();
    stderr.end();
  }

  @Override
  public void tell(byte[] message) throws IOException {
    input.write(message);
  }

  @Override
  public InputStream standardOutput() {
    return stdout;
  }

  @Override
  public InputStream standardError() {
    return stderr;
  }

  @Override
  public long cpuMillis() {
    return first.map(each -> each.group().cpuMillis()).orElse(-1L);
  }

  @Override
  public long peakBytes() {
    return first.map(each -> each.group().peakMemoryBytes()).orElse(-1L);
  }

  @Override
  public SandboxReport.@Nullable Io io() {
    return first.map(FirstProcess::ioOfAll).orElse(null);
  }

  @Override
  public boolean ranOutOfMemory() {
    return last.map(each -> Boolean.TRUE.equals(each.getOOMKilled())).orElse(false);
  }

  @Override
  public void awaitEnd(long milliseconds) throws InterruptedException {
    DockerStreams attached = streams;
    if (attached != null) {
      attached.awaitEnd(java.util.concurrent.TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
  }

  @Override
  public synchronized void kill() {
    if (removed || id.isEmpty()) {
      return;
    }
    try {
      last = Optional.ofNullable(client.inspectContainerCmd(id).exec().getState());
      // The engine answers only when no process of the container is left.
      DockerContainer.remove(client, id);
      removed = true;
    } catch (NotFoundException gone) {
      removed = true;
    } catch (RuntimeException e) {
      LOG.warn("The container of a session cannot be removed; the next start tries again.", e);
    }
    endOutput();
  }

  @Override
  public OptionalInt exitCode() {
    Long code =
        last.filter(each -> !Boolean.TRUE.equals(each.getRunning()))
            .map(ContainerState::getExitCodeLong)
            .orElse(null);
    return code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue());
  }

  @Override
  public String describe() {
    return docker.describe(uid, "no network", order.limits()) + ", a session";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    kill();
    boolean gone = removed || id.isEmpty();
    try (stage;
        input) {
      if (streams != null) {
        streams.close();
      }
      if (gone) {
        owner.takeBack(0);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The workspace of a session cannot be taken back.", e);
    } finally {
      // Its user id stays taken while it may live.
      if (lease != null && gone) {
        lease.close();
      }
    }
  }
}
