package io.aleff.sandbox;

import io.aleff.sandbox.seccomp.Architecture;
import io.aleff.sandbox.seccomp.DockerProfile;
import io.aleff.sandbox.seccomp.SeccompFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of the engine that sandboxes are prepared in: what they share (a minimal {@code /etc},
 * the system call filters) and one folder for each execution.
 */
final class StagingArea implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);

  /** What a sandbox has in {@code /etc} that is not the host's. */
  static final List<String> ETC_FILES = List.of("passwd", "group", "hosts", "nsswitch.conf");

  private static final String PREFIX = "aleff-sandbox-";

  private final Path root;
  private final AtomicLong executions = new AtomicLong();

  private StagingArea(Path root) {
    this.root = root;
  }

  static StagingArea create(Path parent, Architecture architecture) throws IOException {
    Leftovers.remove(parent, PREFIX);
    Leftovers.remove(parent, WayOut.PREFIX);
    Path root = Files.createTempDirectory(parent, Leftovers.own(PREFIX));
    permit(root, "rwx--x--x");
    StagingArea area = new StagingArea(root);
    permit(Files.createDirectory(area.system()), "rwx--x--x");
    area.writeEtc();
    area.write("seccomp", SeccompFilter.generate(architecture, true));
    area.write("seccomp-no-children", SeccompFilter.generate(architecture, false));
    for (boolean childProcesses : new boolean[] {true, false}) {
      area.write(
          String.valueOf(area.engineProfile(childProcesses).getFileName()),
          DockerProfile.generate(architecture, childProcesses));
    }
    return area;
  }

  Path etc() {
    return root.resolve("etc");
  }

  /** An empty folder that a root file system is mounted on, in a sandbox's mount namespace only. */
  Path system() {
    return root.resolve("system");
  }

  Path seccomp(boolean childProcesses) {
    return root.resolve(childProcesses ? "seccomp" : "seccomp-no-children");
  }

  /** The same for a container engine that wants a file. */
  Path engineProfile(boolean childProcesses) {
    return root.resolve(childProcesses ? "seccomp.json" : "seccomp-no-children.json");
  }

  /** The folder of one execution, without a program yet. */
  Execution prepare() throws IOException {
    Path folder = Files.createDirectory(root.resolve("x" + executions.incrementAndGet()));
    Execution execution = new Execution(folder);
    try {
      permit(folder, "rwx------");
      Files.createDirectory(execution.workspace());
      Files.createFile(execution.status());
      Files.createFile(execution.io());
      Files.createFile(execution.standardInput());
      Files.createDirectory(execution.files());
      return execution;
    } catch (IOException e) {
      execution.close();
      throw e;
    }
  }

  /** The folder of one execution; only {@code uid} (and root) may look into it. */
  Execution prepare(SandboxProgram program, int uid, boolean chown) throws IOException {
    Execution execution = prepare();
    try {
      execution.layOut(program);
      if (chown) {
        new WorkspaceOwner(execution.folder(), true, true).handOver(uid);
      }
      return execution;
    } catch (IOException e) {
      execution.close();
      throw e;
    }
  }

  @Override
  public void close() {
    deleteQuietly(root);
  }

  private void writeEtc() throws IOException {
    Path etc = Files.createDirectory(root.resolve("etc"));
    permit(etc, "rwxr-xr-x");
    write(
        "etc/passwd",
        """
        root:x:0:0:root:/nonexistent:/usr/sbin/nologin
        sandbox:x:1000:1000:sandbox:/tmp:/bin/sh
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        """);
    write("etc/group", "root:x:0:\nsandbox:x:1000:\nnogroup:x:65534:\n");
    write("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
    write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(root.resolve(path), text);
    permit(root.resolve(path), "rw-r--r--");
  }

  private void write(String path, byte[] bytes) throws IOException {
    Files.write(root.resolve(path), bytes);
    permit(root.resolve(path), "rw-r--r--");
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  static void deleteQuietly(Path path) {
    try {
      FileTrees.delete(path);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted; the next start tries again.", path, e);
    }
  }

  /** The folder of one execution. */
  record Execution(Path folder) implements AutoCloseable {

    /** An empty folder that the workspace is mounted on, in the sandbox's mount namespace only. */
    Path workspace() {
      return folder.resolve("workspace");
    }

    Path files() {
      return folder.resolve("files");
    }

    Path standardInput() {
      return folder.resolve("stdin");
    }

    /** What bubblewrap reports: the process id of the sandbox and the exit code. */
    Path status() {
      return folder.resolve("status");
    }

    /** What the kernel counted of the sandbox; written by its parent when it has ended. */
    Path io() {
      return folder.resolve("io");
    }

    /** Writes the program's files and its input into files that are there already. */
    void layOut(SandboxProgram program) throws IOException {
      Files.writeString(standardInput(), program.standardInput());
      for (Map.Entry<String, byte[]> each : program.files().entrySet()) {
        Path file = files().resolve(each.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue());
      }
    }

    @Override
    public void close() {
      deleteQuietly(folder);
    }
  }
}
