package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command line of one sandbox. Started by root, it first leaves the host's mount
 * namespace, binds the workspace where an unprivileged user can reach it, and becomes that user.
 */
final class BubblewrapCommand {

  /**
   * Descriptors 6, 8 and 9: a POSIX shell redirects single digits only. It stays as the parent of
   * all, whose counts of input and output gain those of each child that has ended. It says nothing
   * itself while the sandbox runs: shells tell of signals that ended their children.
   */
  private static final String LAUNCH =
      """
      set -eu
      filter=$1 status=$2 io=$3 workspace=$4 mountpoint=$5 system=$6 systempoint=$7 groups=$8
      shift 8
      if [ -n "$mountpoint" ]; then
        mount --bind "$workspace" "$mountpoint"
      fi
      if [ -n "$systempoint" ]; then
        mount --bind "$system" "$systempoint"
      fi
      exec 6>&2 2>/dev/null
      set +e
      (
        set -e
        exec 2>&6 6>&-
        while [ "$groups" -gt 0 ]; do
          echo 0 > "$1"
          groups=$((groups - 1))
          shift
        done
        exec 8<"$filter" 9>"$status"
        exec "$@"
      )
      code=$?
      while read -r line; do
        echo "$line"
      done < /proc/self/io > "$io"
      exit $code
      """;

  /**
   * The first process in a sandbox, which the kernel lets no program in it kill. It waits for all
   * that lose their parent; when its own child ends, the kernel ends the others. Without its last
   * line a shell becomes the program.
   */
  private static final String FIRST =
      """
      exec 6>&2 2>/dev/null
      "$@" 2>&6 6>&-
      exit $?
      """;

  private static final List<String> TOP_FOLDERS =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /** Of a root file system of its own. */
  private static final List<String> OWN_FOLDERS =
      Stream.concat(
              Stream.of("usr"), Stream.concat(TOP_FOLDERS.stream(), Stream.of("etc", "opt", "var")))
          .toList();

  /** How what is started finds the program's input. */
  enum Input {
    NONE,
    STANDARD,
    /** As descriptor 7, because it is told by its standard input what to run. */
    LATER
  }

  private final HostTools tools;
  private final SystemFiles system;
  private final SandboxLimits limits;
  private final Protections protections;
  private final boolean cpuTimeInTotal;

  /**
   * Opened in the sandbox, where it is read-only: what is inherited as a file of the host could be
   * opened again for writing.
   */
  private static final String STDIN = "/aleff.stdin";

  private final List<String> command = new ArrayList<>();

  private BubblewrapCommand(HostTools tools, SandboxLimits limits, Setting setting) {
    this.tools = tools;
    this.system = setting.system();
    this.limits = limits;
    this.protections = setting.protections();
    this.cpuTimeInTotal = setting.cpuTimeInTotal();
  }

  /**
   * @param etc the files of {@code /etc} that every sandbox has
   * @param systemMount where a root file system is mounted that its user cannot reach by its path
   * @param uid the host user to become; null when not root: then the sandbox has the engine's own
   *     user, mapped by a user namespace
   * @param memoryPerProcess also bounds the memory of each process, where no group bounds the total
   * @param cpuTimeInTotal whether a group counts processor time
   */
  record Setting(
      SystemFiles system,
      Path etc,
      Path systemMount,
      Path filter,
      StagingArea.Execution execution,
      Path workspace,
      List<Path> groups,
      @Nullable Integer uid,
      boolean memoryPerProcess,
      boolean cpuTimeInTotal,
      Protections protections) {}

  static List<String> of(
      HostTools tools, SandboxLimits limits, SandboxProgram program, Setting setting)
      throws IOException {
    String interpreter =
        setting
            .system()
            .firstOf(program.profile().interpreters())
            .orElseThrow(() -> new IOException("There is no interpreter any more."));
    List<String> words = program.command(interpreter, "/aleff/" + program.main(), limits);
    Input input = program.standardInput().isEmpty() ? Input.NONE : Input.STANDARD;
    return of(tools, limits, program, words, setting, input);
  }

  /**
   * @param words what is started in the sandbox
   */
  static List<String> of(
      HostTools tools,
      SandboxLimits limits,
      SandboxProgram program,
      List<String> words,
      Setting setting,
      Input input)
      throws IOException {
    BubblewrapCommand builder = new BubblewrapCommand(tools, limits, setting);
    builder.launch(setting);
    builder.namespaces();
    builder.environment(program);
    builder.files(setting, program.profile());
    if (setting.protections().has(Protection.SYSTEM_CALLS)) {
      builder.add("--seccomp", "8");
    }
    builder.add("--json-status-fd", "9");
    builder.first();
    builder.resourceLimits(setting.memoryPerProcess());
    switch (input) {
      case NONE -> {}
      case STANDARD -> builder.opening("<", program);
      case LATER -> builder.opening("7<", program);
    }
    builder.command.addAll(words);
    return List.copyOf(builder.command);
  }

  /**
   * A shell keeps no variables whose names it could not have given itself: they are set after it.
   */
  private void opening(String redirection, SandboxProgram program) {
    add("/bin/sh", "-c", "exec \"$@\" " + redirection + " " + STDIN, "sandbox");
    Map<String, String> odd = new TreeMap<>(program.variables());
    odd.keySet().removeIf(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"));
    if (!odd.isEmpty()) {
      add("/usr/bin/env");
      odd.forEach((name, value) -> add(name + "=" + value));
    }
  }

  private void first() {
    if (!counts()) {
      add("--");
      return;
    }
    add("--as-pid-1", "--");
    if (limits.childProcesses()) {
      add("/bin/sh", "-c", FIRST, "sandbox");
    }
  }

  /**
   * Whether the first process is one whose parent waits for it, and so gains its counts. A program
   * that may start no other is that process itself. The kernel spares it the signal that tells of
   * used up processor time, so there something else has to limit that.
   */
  private boolean counts() {
    return protections.has(Protection.PROCESS_NAMESPACE)
        && (limits.childProcesses() || cpuTimeInTotal);
  }

  private void launch(Setting setting) {
    Integer uid = setting.uid();
    if (protections.has(Protection.SERVER_DEATH)) {
      add(tools.path("setpriv"), "--pdeathsig", "KILL", "--");
    }
    if (uid != null) {
      add(tools.path("unshare"), "--mount", "--propagation", "private", "--");
    }
    add("/bin/sh", "-c", LAUNCH, "sandbox");
    add(setting.filter().toString(), setting.execution().status().toString());
    add(counts() ? setting.execution().io().toString() : "/dev/null");
    add(setting.workspace().toString());
    add(uid == null ? "" : setting.execution().workspace().toString());
    if (system instanceof SystemFiles.Own own) {
      add(own.tree().root().toString(), uid == null ? "" : setting.systemMount().toString());
    } else {
      add("", "");
    }
    add(Integer.toString(setting.groups().size()));
    setting.groups().forEach(each -> add(each.toString()));
    if (uid != null) {
      add(tools.path("setpriv"), "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
      add("--no-new-privs", "--inh-caps=-all", "--");
    }
    add(tools.path("bwrap"));
  }

  private void namespaces() {
    add("--unshare-user", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
    if (protections.has(Protection.PROCESS_NAMESPACE)) {
      add("--unshare-pid");
    }
    if (protections.has(Protection.NETWORK)) {
      add("--unshare-net");
    }
    add("--uid", "1000", "--gid", "1000");
    if (protections.has(Protection.SERVER_DEATH)) {
      add("--die-with-parent");
    }
    add("--new-session", "--cap-drop", "ALL", "--hostname", "sandbox");
  }

  private void environment(SandboxProgram program) {
    if (protections.has(Protection.ENVIRONMENT)) {
      add("--clearenv");
    }
    program.variables().forEach((name, value) -> add("--setenv", name, value));
  }

  private void files(Setting setting, SandboxProfile profile) throws IOException {
    if (system instanceof SystemFiles.Own own) {
      own(setting, own.tree().root());
    } else {
      ofHost(profile);
    }
    for (String each : StagingArea.ETC_FILES) {
      add("--ro-bind", setting.etc().resolve(each).toString(), "/etc/" + each);
    }
    add("--proc", "/proc", "--dev", "/dev");
    temporary("/dev/shm");
    if (protections.has(Protection.PRIVATE_ROOT)) {
      temporary("/tmp");
    } else {
      add("--ro-bind", "/tmp", "/tmp");
    }
    Path workspace = setting.uid() == null ? setting.workspace() : setting.execution().workspace();
    add("--bind", workspace.toString(), "/workspace");
    add("--ro-bind", setting.execution().files().toString(), "/aleff");
    add("--ro-bind", setting.execution().standardInput().toString(), STDIN);
    for (SandboxProfile.Mount each : profile.mounts()) {
      add("--ro-bind", each.source(), each.target());
    }
    if (protections.has(Protection.READ_ONLY)) {
      add("--remount-ro", "/dev", "--remount-ro", "/");
    }
    add("--chdir", "/workspace");
  }

  /** Each folder alone, so that there are places for all else to be mounted on. */
  private void own(Setting setting, Path root) throws IOException {
    Path seen = setting.uid() == null ? root : setting.systemMount();
    for (String each : OWN_FOLDERS) {
      Path folder = root.resolve(each);
      if (Files.isSymbolicLink(folder)) {
        add("--symlink", Files.readSymbolicLink(folder).toString(), "/" + each);
      } else if (Files.isDirectory(folder)) {
        add("--ro-bind", seen.resolve(each).toString(), "/" + each);
      }
    }
  }

  private void ofHost(SandboxProfile profile) {
    add("--ro-bind", "/usr", "/usr");
    TOP_FOLDERS.forEach(this::topFolder);
    add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
    add("--ro-bind-try", "/etc/alternatives", "/etc/alternatives");
    profile.system().forEach(each -> add("--ro-bind-try", each, each));
  }

  private void temporary(String folder) {
    add("--perms", "1777");
    if (protections.has(Protection.TEMPORARY_SIZE)) {
      add("--size", Long.toString(SandboxLimits.megabytes(limits.tmpMb())));
    }
    add("--tmpfs", folder);
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
    add(system.prlimit(), "--nofile=" + limits.openFiles(), "--core=0");
    if (protections.has(Protection.PROCESS_COUNT)) {
      add("--nproc=" + (limits.processes() + 1));
    }
    if (protections.has(Protection.DISK)) {
      add("--fsize=" + SandboxLimits.megabytes(limits.fileMb()));
    }
    if (protections.has(Protection.CPU_TIME)) {
      add("--cpu=" + limits.cpuSeconds() + ":" + (limits.cpuSeconds() + 1));
    }
    if (memoryPerProcess && protections.has(Protection.MEMORY)) {
      add("--data=" + limits.memoryBytes());
    }
  }

  private void add(String... words) {
    command.addAll(List.of(words));
  }
}
