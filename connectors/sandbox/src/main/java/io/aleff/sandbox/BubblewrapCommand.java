package io.aleff.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command line of one sandbox. Started by root, it first leaves the host's mount
 * namespace, binds the workspace where an unprivileged user can reach it, and becomes that user.
 */
final class BubblewrapCommand {

  /** Descriptors 8 and 9: a POSIX shell redirects single digits only. */
  private static final String LAUNCH =
      """
      set -eu
      filter=$1 status=$2 workspace=$3 mountpoint=$4 groups=$5
      shift 5
      while [ "$groups" -gt 0 ]; do
        echo $$ > "$1"
        groups=$((groups - 1))
        shift
      done
      if [ -n "$mountpoint" ]; then
        mount --bind "$workspace" "$mountpoint"
      fi
      exec 8<"$filter" 9>"$status"
      exec "$@"
      """;

  private static final List<String> TOP_FOLDERS =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private final HostTools tools;
  private final SandboxLimits limits;
  private final List<String> command = new ArrayList<>();

  private BubblewrapCommand(HostTools tools, SandboxLimits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  /**
   * @param uid the host user to become; null when not root: then the sandbox has the engine's own
   *     user, mapped by a user namespace
   * @param memoryPerProcess also bounds the memory of each process, where no group bounds the total
   */
  record Setting(
      Path etc,
      Path filter,
      StagingArea.Execution execution,
      Path workspace,
      List<Path> groups,
      @Nullable Integer uid,
      boolean memoryPerProcess) {}

  static List<String> of(
      HostTools tools, SandboxLimits limits, SandboxProgram program, Setting setting) {
    BubblewrapCommand builder = new BubblewrapCommand(tools, limits);
    builder.launch(setting);
    builder.namespaces();
    builder.environment(program.environment());
    builder.files(setting);
    builder.add("--seccomp", "8", "--json-status-fd", "9", "--");
    builder.resourceLimits(setting.memoryPerProcess());
    builder.program(program);
    return List.copyOf(builder.command);
  }

  private void launch(Setting setting) {
    Integer uid = setting.uid();
    if (uid != null) {
      add(tools.path("unshare"), "--mount", "--propagation", "private", "--");
    }
    add("/bin/sh", "-c", LAUNCH, "sandbox");
    add(setting.filter().toString(), setting.execution().status().toString());
    add(setting.workspace().toString());
    add(uid == null ? "" : setting.execution().workspace().toString());
    add(Integer.toString(setting.groups().size()));
    setting.groups().forEach(each -> add(each.toString()));
    if (uid != null) {
      add(tools.path("setpriv"), "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
      add("--no-new-privs", "--inh-caps=-all", "--");
    }
    add(tools.path("bwrap"));
  }

  private void namespaces() {
    add("--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000");
    add("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox");
  }

  private void environment(Map<String, String> asked) {
    add("--clearenv");
    Map<String, String> base =
        Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "HOME", "/tmp",
            "TMPDIR", "/tmp",
            "LANG", "C.UTF-8",
            "TZ", "UTC",
            "PYTHONUNBUFFERED", "1",
            "PYTHONDONTWRITEBYTECODE", "1",
            "ALEFF_WORKSPACE", "/workspace");
    base.forEach((name, value) -> add("--setenv", name, value));
    asked.forEach((name, value) -> add("--setenv", name, value));
  }

  private void files(Setting setting) {
    add("--ro-bind", "/usr", "/usr");
    TOP_FOLDERS.forEach(this::topFolder);
    add("--ro-bind", setting.etc().toString(), "/etc");
    add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
    add("--ro-bind-try", "/etc/alternatives", "/etc/alternatives");
    add("--proc", "/proc", "--dev", "/dev");
    add("--size", Long.toString(SandboxLimits.megabytes(limits.tmpMb())), "--tmpfs", "/dev/shm");
    add("--remount-ro", "/dev");
    add("--perms", "1777");
    add("--size", Long.toString(SandboxLimits.megabytes(limits.tmpMb())), "--tmpfs", "/tmp");
    Path workspace = setting.uid() == null ? setting.workspace() : setting.execution().workspace();
    add("--bind", workspace.toString(), "/workspace");
    add("--ro-bind", setting.execution().files().toString(), "/aleff");
    add("--remount-ro", "/", "--chdir", "/workspace");
  }

  private void topFolder(String name) {
    Path folder = Path.of("/" + name);
    if (Files.isSymbolicLink(folder)) {
      add("--symlink", "usr/" + name, "/" + name);
    } else if (Files.isDirectory(folder)) {
      add("--ro-bind", "/" + name, "/" + name);
    }
  }

  /** Set inside the sandbox, where the kernel counts processes for its user namespace alone. */
  private void resourceLimits(boolean memoryPerProcess) {
    add(tools.path("prlimit"));
    add("--nproc=" + (limits.processes() + 1), "--nofile=" + limits.openFiles(), "--core=0");
    add("--fsize=" + SandboxLimits.megabytes(limits.fileMb()));
    if (memoryPerProcess) {
      add("--data=" + limits.memoryBytes());
    }
  }

  private void program(SandboxProgram program) {
    add(
        program
            .language()
            .interpreter(tools)
            .orElseThrow(() -> new IllegalStateException("Checked before.")));
    if (program.language() == Language.JAVASCRIPT) {
      add("--max-old-space-size=" + Math.max(16, limits.memoryMb() * 3 / 4));
    }
    add("/aleff/" + program.main());
    program.arguments().forEach(this::add);
  }

  private void add(String... words) {
    command.addAll(List.of(words));
  }
}
