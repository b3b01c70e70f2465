package io.aleff.sandbox.bench;

import io.aleff.sandbox.DockerImage;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.seccomp.Architecture;
import io.aleff.sandbox.seccomp.DockerProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another way to run the same program, by a command of this machine.
 *
 * @param name for people
 */
record Baseline(String name, List<String> command) {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String CODE = "print(1)";

  /** The interpreter, without any sandbox. */
  static Baseline bare() {
    return new Baseline("python3 -c", List.of(PYTHON, "-c", CODE));
  }

  /**
   * bubblewrap by hand, without filter, limits and workspace; never as user 0.
   *
   * @param root whether this process is root's
   */
  static Optional<Baseline> bubblewrap(boolean root) {
    if (!Files.isExecutable(Path.of("/usr/bin/bwrap"))) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    if (root) {
      words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
      words.addAll(List.of("--no-new-privs", "--"));
    }
    words.addAll(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
    words.addAll(List.of("--clearenv", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"));
    for (String each : List.of("bin", "lib", "lib64")) {
      words.addAll(List.of("--symlink", "usr/" + each, "/" + each));
    }
    words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--"));
    words.addAll(List.of(PYTHON, "-c", CODE));
    return Optional.of(new Baseline("bwrap", words));
  }

  /**
   * {@code docker run} with the image and the flags of ours; empty without the program or an image.
   *
   * @param folder for the system call profile and the workspace
   */
  static Optional<Baseline> docker(
      SandboxSettings.Docker settings, SandboxLimits limits, Path folder) throws IOException {
    Optional<DockerImage> image = DockerImage.read(settings.image());
    Optional<Architecture> architecture = Architecture.current();
    boolean there =
        List.of("/usr/bin/docker", "/usr/local/bin/docker").stream()
            .anyMatch(each -> Files.isExecutable(Path.of(each)));
    if (!there || image.isEmpty() || architecture.isEmpty()) {
      return Optional.empty();
    }
    Path profile = folder.resolve("seccomp.json");
    Files.writeString(profile, DockerProfile.generate(architecture.get(), limits.childProcesses()));
    Path workspace = Files.createDirectories(folder.resolve("docker-run"));
    String size = limits.memoryMb() + "m";
    long file = limits.fileMb() * 1024L * 1024L;
    List<String> words = new ArrayList<>(List.of("docker", "-H", settings.host(), "run", "--rm"));
    words.addAll(List.of("--network", "none", "--read-only", "--ipc", "private", "--init"));
    words.addAll(
        List.of("--tmpfs", "/tmp:rw,nosuid,nodev,mode=1777,size=%dm".formatted(limits.tmpMb())));
    words.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    words.addAll(List.of("--security-opt", "seccomp=" + profile, "--log-driver", "none"));
    words.addAll(List.of("--memory", size, "--memory-swap", size));
    words.addAll(List.of("--pids-limit", Integer.toString(limits.processes() + 2)));
    words.addAll(List.of("--cpus", Double.toString(limits.cpus()), "--user", "65534:65534"));
    words.addAll(List.of("--ulimit", "nofile=" + limits.openFiles(), "--ulimit", "core=0"));
    words.addAll(List.of("--ulimit", "fsize=" + file));
    words.addAll(List.of("-v", workspace + ":/workspace", "-w", "/workspace", image.get().id()));
    words.addAll(List.of(PYTHON, "-c", CODE));
    return Optional.of(new Baseline("docker run --rm", words));
  }

  /**
   * Runs it once.
   *
   * @return empty when it printed what it should, else why not
   */
  Optional<String> run() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String home = environment.getOrDefault("HOME", "/");
    environment.clear();
    environment.putAll(
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME", home));
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0 && output.equals("1\n")
        ? Optional.empty()
        : Optional.of("exit code %d, %d bytes of output".formatted(code, output.length()));
  }
}
