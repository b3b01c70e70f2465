package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import io.aleff.connector.SandboxProfile;
import io.aleff.sandbox.seccomp.Architecture;
import io.aleff.sandbox.seccomp.DockerProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes the container of one execution to the engine, hardened. */
final class DockerContainer {

  private static final Logger LOG = LoggerFactory.getLogger(DockerContainer.class);

  /** The shell that is the first process, and one to spare. */
  private static final int OWN_PROCESSES = 2;

  /** An attached stream never learns of its end, so the input is a file. */
  private static final String START = "< /aleff.stdin";

  private static final String WAIT = "7< /aleff.stdin";

  /** The first process opens this when the program has ended and it waits to be let go. */
  static final int HELD = 9;

  /** What lets it go, by its input. */
  static final byte[] LET_GO = {'\n'};

  /** Its name, as the first argument of the shell, is what the mark consists of. */
  private static final String NO_MARK = "sandbox";

  /** Variables that Podman sets, and nobody asked for. */
  private static final List<String> PODMANS = List.of("container", "TERM");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SandboxOrder order;
  private final SandboxLimits limits;
  private final Protections protections;

  DockerContainer(SandboxOrder order, Protections protections) {
    this.order = order;
    this.limits = order.limits();
    this.protections = protections;
  }

  /**
   * One that is let go by {@link #LET_GO} after its end, where that {@link Docker#holds}.
   *
   * @param user of the host that the program runs as
   * @return the container's id; it is not started
   */
  String create(Docker docker, StagingArea.Execution stage, int user) throws IOException {
    SandboxProgram program = order.program();
    String interpreter =
        docker
            .interpreter(program.profile())
            .orElseThrow(() -> new IllegalStateException("Checked before."));
    List<String> words = program.command(interpreter, "/aleff/" + program.main(), limits);
    String script = script(START, false, docker.holds());
    return listening(describe(docker, stage, user, script, NO_MARK, words)).exec().getId();
  }

  /**
   * One that is told later what to run, by its standard input; with a mark it is let go as above.
   *
   * @param mark see {@link #mark}; null for none
   * @param words what is started in it, with the program's input as descriptor 7
   */
  String createWaiting(
      Docker docker,
      StagingArea.Execution stage,
      int user,
      @Nullable String mark,
      List<String> words)
      throws IOException {
    String script = script(WAIT, mark != null, mark != null && docker.holds());
    String name = mark == null ? NO_MARK : mark;
    return listening(describe(docker, stage, user, script, name, words)).exec().getId();
  }

  private static CreateContainerCmd listening(CreateContainerCmd command) {
    return command.withAttachStdin(true).withStdinOpen(true).withStdInOnce(true);
  }

  /** What only one container writes at its end: letters and digits. */
  static String newMark() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** What the streams of a container with that mark end with, before the exit code. */
  static byte[] mark(String mark) {
    return ("\0" + mark).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A shell stays the first process and collects what is orphaned, as an init does; without child
   * processes it becomes the program. Its own complaints are no output of the program.
   *
   * @param held whether it waits at its end, so that what was used can still be read: the kernel
   *     forgets it when the engine collects it. A program that wakes it up has lied about itself.
   */
  private String script(String input, boolean marked, boolean held) {
    String clean = PODMANS.stream().filter(this::isForeign).collect(Collectors.joining(" "));
    String unset = clean.isEmpty() ? "" : "unset " + clean + "; ";
    if (!limits.childProcesses()) {
      return unset + "exec \"$@\" " + input;
    }
    String write = "printf '\\000%s%03d\\n' \"$0\" $code";
    return unset
        + "exec 3>&2 2>/dev/null; (exec \"$@\" 2>&3 3>&- %s); code=$?; %s%sexit $code"
            .formatted(
                input,
                held ? "exec %d<&0; read -r go; ".formatted(HELD) : "",
                marked ? write + "; " + write + " >&3; " : "");
  }

  private boolean isForeign(String variable) {
    return !order.program().variables().containsKey(variable);
  }

  private CreateContainerCmd describe(
      Docker docker,
      StagingArea.Execution stage,
      int user,
      String script,
      String name,
      List<String> words)
      throws IOException {
    SandboxProgram program = order.program();
    List<String> command = new ArrayList<>(List.of("-c", script, name));
    command.addAll(words);
    return docker
        .engine()
        .client()
        .createContainerCmd(docker.image().id())
        .withLabels(Map.of(Docker.LABEL, Docker.owner()))
        .withHostName("sandbox")
        .withUser(user + ":" + user)
        .withWorkingDir("/workspace")
        .withEnv(environment(program))
        .withEntrypoint("/bin/sh")
        .withCmd(command)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withNetworkDisabled(protections.has(Protection.NETWORK))
        .withHostConfig(host(docker, stage));
  }

  static void kill(DockerClient client, String container) {
    try {
      client.killContainerCmd(container).exec();
    } catch (NotFoundException | ConflictException dead) {
      LOG.trace("{} was dead already.", container, dead);
    }
  }

  /** Kills what runs in it, waits for that, and forgets it. */
  static void remove(DockerClient client, String container) {
    try {
      client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException gone) {
      LOG.trace("{} was gone already.", container, gone);
    }
  }

  private List<String> environment(SandboxProgram program) {
    List<String> variables = new ArrayList<>();
    if (!protections.has(Protection.ENVIRONMENT)) {
      System.getenv().forEach((name, value) -> variables.add(name + "=" + value));
    }
    program.variables().forEach((name, value) -> variables.add(name + "=" + value));
    return variables;
  }

  private HostConfig host(Docker docker, StagingArea.Execution stage) throws IOException {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode(protections.has(Protection.NETWORK) ? "none" : "host")
            .withIpcMode("private")
            .withReadonlyRootfs(protections.has(Protection.READ_ONLY))
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + systemCalls(docker)))
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
            .withBinds(binds(stage))
            .withTmpFs(temporary(docker))
            .withUlimits(ulimits(docker));
    if (docker.runtime() != null) {
      host.withRuntime(docker.runtime());
    }
    if (!protections.has(Protection.PROCESS_NAMESPACE)) {
      host.withPidMode("host");
    }
    if (protections.has(Protection.TEMPORARY_SIZE)) {
      host.withShmSize(SandboxLimits.megabytes(limits.tmpMb()));
    }
    if (protections.has(Protection.MEMORY)) {
      host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
    }
    if (protections.has(Protection.PROCESS_COUNT)) {
      host.withPidsLimit((long) limits.processes() + OWN_PROCESSES);
    }
    if (protections.has(Protection.CPU_SHARE)) {
      // The engine refuses more than there are.
      double there = Runtime.getRuntime().availableProcessors();
      host.withNanoCPUs(Math.round(Math.min(limits.cpus(), there) * 1e9));
    }
    return host;
  }

  private Map<String, String> temporary(Docker docker) {
    Map<String, String> all = new HashMap<>();
    if (docker.engine().podman() && protections.has(Protection.READ_ONLY)) {
      // Else Podman makes them writable, in sizes of its own.
      all.put("/run", "ro,nosuid,nodev,noexec,size=4k");
      all.put("/var/tmp", "ro,nosuid,nodev,noexec,size=4k");
    }
    if (!protections.has(Protection.PRIVATE_ROOT)) {
      return all;
    }
    String size = protections.has(Protection.TEMPORARY_SIZE) ? ",size=" + limits.tmpMb() + "m" : "";
    all.put("/tmp", "rw,nosuid,nodev,mode=1777" + size);
    return all;
  }

  private String systemCalls(Docker docker) throws IOException {
    if (!protections.has(Protection.SYSTEM_CALLS)) {
      return "unconfined";
    }
    // Podman takes a file, Docker a text.
    return docker.engine().podman()
        ? docker.host().staging().engineProfile(limits.childProcesses()).toString()
        : DockerProfile.generate(Architecture.current().orElseThrow(), limits.childProcesses());
  }

  private List<Bind> binds(StagingArea.Execution stage) {
    List<Bind> binds = new ArrayList<>();
    binds.add(bind(order.workspace().toAbsolutePath(), "/workspace", AccessMode.rw));
    binds.add(bind(stage.files(), "/aleff", AccessMode.ro));
    binds.add(bind(stage.standardInput(), "/aleff.stdin", AccessMode.ro));
    for (SandboxProfile.Mount each : order.program().profile().mounts()) {
      binds.add(bind(Path.of(each.source()), each.target(), AccessMode.ro));
    }
    if (!protections.has(Protection.PRIVATE_ROOT)) {
      binds.add(bind(Path.of("/tmp"), "/tmp", AccessMode.ro));
    }
    return binds;
  }

  private static Bind bind(Path source, String target, AccessMode mode) {
    return new Bind(source.toString(), new Volume(target), mode);
  }

  private List<Ulimit> ulimits(Docker docker) {
    List<Ulimit> all = new ArrayList<>();
    if (docker.engine().podman()
        && docker.host().root()
        && protections.has(Protection.PROCESS_COUNT)) {
      // Else Podman asks for more than the machine may permit. Counts for a user of its own only.
      long processes = (long) limits.processes() + OWN_PROCESSES;
      all.add(new Ulimit("nproc", processes, processes));
    }
    all.add(new Ulimit("nofile", (long) limits.openFiles(), (long) limits.openFiles()));
    all.add(new Ulimit("core", 0L, 0L));
    if (protections.has(Protection.DISK)) {
      long bytes = SandboxLimits.megabytes(limits.fileMb());
      all.add(new Ulimit("fsize", bytes, bytes));
    }
    if (protections.has(Protection.CPU_TIME)) {
      all.add(new Ulimit("cpu", (long) limits.cpuSeconds(), limits.cpuSeconds() + 1L));
    }
    return all;
  }
}
