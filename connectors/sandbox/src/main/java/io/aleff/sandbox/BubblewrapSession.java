package io.aleff.sandbox;

import io.aleff.sandbox.cgroup.Cgroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session's sandbox made with bubblewrap. */
final class BubblewrapSession implements SessionBody {

  private static final Logger LOG = LoggerFactory.getLogger(BubblewrapSession.class);

  private final Confinement confinement;
  private final WorkspaceOwner owner;
  private final SandboxProcess process;
  private boolean closed;

  private BubblewrapSession(Confinement confinement, WorkspaceOwner owner, SandboxProcess process) {
    this.confinement = confinement;
    this.owner = owner;
    this.process = process;
  }

  /**
   * @param words of the interpreter
   */
  static BubblewrapSession start(SandboxHost host, SandboxOrder order, List<String> words)
      throws IOException, Confinement.RefusedException {
    Path workspace = order.workspace().toAbsolutePath();
    Confinement confinement = Confinement.open(host, order.limits());
    WorkspaceOwner owner = SandboxExecution.owner(host, workspace, confinement);
    try {
      confinement.layOut(order.program());
      List<String> command =
          BubblewrapCommand.of(
              host.tools(),
              order.limits(),
              order.program(),
              words,
              confinement.setting(workspace),
              BubblewrapCommand.Input.NONE);
      owner.handOver(confinement.owner());
      Process started = host.launch(command, null);
      return new BubblewrapSession(
          confinement,
          owner,
          new SandboxProcess(
              started, confinement.stage(), confinement.cgroup(), confinement.uid()));
    } catch (IOException | RuntimeException e) {
      owner.takeBack(0);
      confinement.close();
      throw e;
    }
  }

  @Override
  public void tell(byte[] message) throws IOException {
    process.remember();
    process.standardInput().write(message);
    process.standardInput().flush();
  }

  @Override
  public InputStream standardOutput() {
    return process.standardOutput();
  }

  @Override
  public InputStream standardError() {
    return process.standardError();
  }

  private Cgroup cgroup() {
    return confinement.cgroup();
  }

  @Override
  public long cpuMillis() {
    return cgroup().cpuMillis();
  }

  @Override
  public long peakBytes() {
    return cgroup().peakMemoryBytes();
  }

  @Override
  public SandboxReport.@Nullable Io io() {
    return process.ioNow();
  }

  @Override
  public boolean ranOutOfMemory() {
    return cgroup().ranOutOfMemory();
  }

  @Override
  public void awaitEnd(long milliseconds) throws InterruptedException {
    process.awaitEnd(milliseconds);
  }

  @Override
  public void kill() {
    process.destroy();
  }

  @Override
  public OptionalInt exitCode() {
    return process.exitCode();
  }

  @Override
  public String describe() {
    return confinement.describe("no network") + ", a session";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    process.destroy();
    try {
      SandboxExecution.takeBack(process, owner, confinement);
      process.standardInput().close();
    } catch (IOException e) {
      LOG.warn("The workspace of a session cannot be taken back.", e);
    } finally {
      confinement.close();
    }
  }
}
