package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.sandbox.egress.EgressProxy;
import io.aleff.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs in a sandbox that waited finds everything as in a fresh one, and leaves as little. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WarmSandboxTest {

  @TempDir Path folder;
  private Sandboxes fresh = new Sandboxes(List.of());
  private Sandboxes pooled = new Sandboxes(List.of());

  @BeforeEach
  void open() throws IOException {
    fresh = new Sandboxes(List.of(bubblewrap()));
    pooled = pooled(bubblewrap(), folder);
    assumeTrue(fresh.problems().isEmpty(), () -> "SKIPPED: " + fresh.problems());
  }

  @AfterEach
  void close() {
    fresh.close();
    pooled.close();
  }

  static Sandboxes withBubblewrap(Protections protections) {
    return new Sandboxes(
        List.of(
            new Bubblewrap(
                new SandboxHost(
                    SandboxConfiguration.standard(),
                    HostTools.system(),
                    UidRule.NEVER_ROOT,
                    protections))));
  }

  static Sandboxes pooled(Backend backend, Path folder) throws IOException {
    SandboxSettings.Pool settings =
        new SandboxSettings.Pool(
            Files.createDirectories(folder.resolve("pool")), 1, 4, Duration.ofMinutes(5));
    return new Sandboxes(List.of(backend), new EgressProxy(), settings);
  }

  /** A program, and what it is given. */
  record Sample(
      String profile,
      String code,
      List<String> arguments,
      String input,
      Map<String, String> environment) {

    Sample(String profile, String code) {
      this(profile, code, List.of(), "", Map.of());
    }

    Sample with(List<String> words) {
      return new Sample(profile, code, words, input, environment);
    }

    Sample reading(String text) {
      return new Sample(profile, code, arguments, text, environment);
    }

    Sample with(Map<String, String> variables) {
      return new Sample(profile, code, arguments, input, variables);
    }
  }

  static Stream<Sample> samples() {
    List<String> odd = List.of("a b", "", "it's", "$HOME `id`", "é\n;exit 3", "--", "\\");
    String all =
        """
        import os, sys
        print(sys.argv, sys.orig_argv[1:], sys.path[0], sys.flags, __name__, __file__)
        print(sorted(globals()), __spec__, __package__, __doc__, type(__loader__))
        print(sorted(os.environ.items()), os.getcwd(), os.getuid(), os.umask(0))
        print(sys.stdin, sys.stdin.seekable(), repr(sys.stdin.read()), sys.stdin.name)
        print(sys.stdout.encoding, sys.stderr.errors, sorted(os.listdir("/proc/self/fd")))
        print(sorted(set(sys.modules) - {"linecache", "tokenize", "token", "re"}))
        print(open("/proc/self/limits").read(), open("/proc/self/status").read().split("Seccomp")[1])
        print(open("/proc/self/mounts").read().replace("/pool", ""))
        """;
    return Stream.of(
        new Sample("python", all).with(odd).reading("líne\nno end").with(Map.of("A'B", "x\ny")),
        new Sample("python", "import sys; print(sys.flags.optimize)")
            .with(Map.of("PYTHONOPTIMIZE", "2")),
        new Sample("python", "def f():\n  1 / 0\nprint('before')\nf()"),
        new Sample("python", "print('no end"),
        new Sample("python", "import sys\nsys.exit('words')"),
        new Sample("python", "import sys\nsys.exit(7)"),
        new Sample("python", "raise KeyboardInterrupt"),
        new Sample("python", "import atexit\natexit.register(print, 'bye')\nraise ValueError(1)"),
        new Sample("python", "import os\nos.kill(os.getpid(), 9)"),
        new Sample("python", "import subprocess\nsubprocess.run(['cat'])").reading("for the child"),
        new Sample(
            "python",
            """
                import multiprocessing
                def work(x): return x * x
                if __name__ == '__main__':
                    with multiprocessing.get_context('spawn').Pool(2) as pool:
                        print(pool.map(work, [1, 2, 3]))
                """),
        new Sample("shell", "printf '<%s>' \"$@\"; env | sort; cat; ls /proc/self/fd; exit 9")
            .with(odd)
            .reading("input")
            .with(Map.of("UID_", "5", "IFS", "x")),
        new Sample("shell", "read -r a; echo \"$a\"; cat").reading("one\ntwo\n"),
        new Sample("javascript", "console.log(process.argv, process.env.A, __filename)")
            .with(odd)
            .with(Map.of("A", "1")));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aProgramCannotTellThatItsSandboxWaited(Sample sample) throws Exception {
    SandboxReport one = run(fresh, sample, workspace("w"));
    SandboxReport other = runPooled(sample, workspace("w"));
    assumeTrue(!one.message().contains("apt-get"), one.message());
    assertThat(other.exitCode()).isEqualTo(one.exitCode());
    assertThat(other.reason()).isEqualTo(one.reason());
    assertThat(plain(other.stdout())).isEqualTo(plain(one.stdout()));
    assertThat(plain(other.stderr())).isEqualTo(plain(one.stderr()));
    assertThat(other.sandbox()).endsWith("from the pool");
  }

  /** The host's numbers of users, processes and mounts. */
  private static String plain(String text) {
    return text.replaceAll("0x[0-9a-f]+", "0x")
        .replaceAll("aleff-sandbox-[^/ ]+/x[0-9]+", "stage")
        .replaceAll("nr_inodes=[0-9]+|size=[0-9]+k|uid=[0-9]+|gid=[0-9]+", "n");
  }

  @Test
  void theFilesOfTheStepGoInAndComeBack() throws Exception {
    Path workspace = workspace("step");
    Files.createDirectories(workspace.resolve("deep/er"));
    Files.writeString(workspace.resolve("deep/er/in.txt"), "21");
    Files.writeString(workspace.resolve(".hidden"), "h");
    SandboxReport report =
        runPooled(
            new Sample(
                "python",
                """
                import os
                n = int(open('deep/er/in.txt').read())
                open('out.txt', 'w').write(str(2 * n))
                os.remove('.hidden')
                os.symlink('/etc/passwd', 'link')
                os.mkfifo('pipe')
                os.chmod('deep', 0o7777)
                """),
            workspace);
    assertThat(report.succeeded()).as(report.message()).isTrue();
    assertThat(Files.readString(workspace.resolve("out.txt"))).isEqualTo("42");
    assertThat(workspace.resolve(".hidden")).doesNotExist();
    assertThat(Files.isSymbolicLink(workspace.resolve("link"))).isTrue();
    assertThat(Files.exists(workspace.resolve("pipe"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(report.removed()).containsExactly("pipe");
    assertThat((Integer) Files.getAttribute(workspace.resolve("deep"), "unix:mode") & 07000)
        .isZero();
    int own = SandboxHost.ownUid();
    try (Stream<Path> all = Files.walk(workspace)) {
      assertThat(all)
          .allSatisfy(
              each ->
                  assertThat(Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                      .isEqualTo(own));
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> poolFolders().size() <= 1);
  }

  @Test
  void theInputCanBeReadAgainAndNotWritten() throws Exception {
    assumeTrue(SandboxHost.ownUid() == 0, "Without root the sandbox has the engine's own user.");
    Sample sample =
        new Sample(
                "python",
                """
                print(open('/dev/stdin').read())
                try:
                    open('/proc/self/fd/0', 'r+b').write(b'x' * (1 << 20))
                except OSError as e:
                    print(type(e).__name__)
                """)
            .reading("given");
    for (SandboxReport report :
        List.of(run(fresh, sample, workspace("w")), runPooled(sample, workspace("w")))) {
      assertThat(report.stdout()).as(report.stderr()).isEqualTo("given\nOSError\n");
    }
  }

  @Test
  void aSandboxIsNeverUsedTwice() throws Exception {
    Sample leaves =
        new Sample("shell", "ls -A /tmp /workspace /dev/shm; touch /tmp/t /dev/shm/s f");
    for (int i = 0; i < 3; i++) {
      SandboxReport report = runPooled(leaves, workspace("w" + i));
      assertThat(report.stdout()).doesNotContain("t\n", "s\n", "f\n");
    }
    assertThat(pooled.pool().hits()).isEqualTo(3);
  }

  @Test
  void oneThatDiedWhileItWaitedIsReplacedByAFreshOne() throws Exception {
    Sample sample = new Sample("python", "print(1)");
    assertThat(prepare(sample)).isTrue();
    List<Long> waiting = waitingProcesses();
    assertThat(waiting).isNotEmpty();
    waiting.forEach(each -> ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> waitingProcesses().stream().noneMatch(waiting::contains));
    SandboxReport report = run(pooled, sample, workspace("w"));
    assertThat(report.stdout()).isEqualTo("1\n");
  }

  @Test
  void aWorkspaceOnAnotherFileSystemIsRunFresh() throws Exception {
    Path elsewhere = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(elsewhere)
            && !Files.getAttribute(elsewhere, "unix:dev")
                .equals(Files.getAttribute(folder, "unix:dev")));
    Path workspace = Files.createTempDirectory(elsewhere, "aleff-test-");
    try {
      Files.writeString(workspace.resolve("a"), "b");
      Sample sample = new Sample("shell", "cat a; touch c");
      assertThat(prepare(sample)).isTrue();
      SandboxReport report = run(pooled, sample, workspace);
      assertThat(report.stdout()).isEqualTo("b");
      assertThat(workspace.resolve("c")).exists();
      assertThat(pooled.pool().misses()).isEqualTo(1);
    } finally {
      FileTrees.delete(workspace);
    }
  }

  @Test
  void anOrderThatIsTooLongToBeToldIsRunFresh() throws Exception {
    Sample sample =
        new Sample("python", "import sys; print(len(sys.argv[1]))")
            .with(List.of("x".repeat(90_000)));
    assertThat(prepare(sample)).isTrue();
    assertThat(run(pooled, sample, workspace("w")).stdout()).isEqualTo("90000\n");
    assertThat(pooled.pool().misses()).isEqualTo(1);
  }

  @Test
  void cancellingEndsItAndGivesTheFilesBack() throws Exception {
    Path workspace = workspace("w");
    Files.writeString(workspace.resolve("kept"), "k");
    Sample sample = new Sample("shell", "trap '' TERM; (setsid sleep 88.88 &); sleep 88.88");
    assertThat(prepare(sample)).isTrue();
    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<SandboxReport> run = thread.submit(() -> run(pooled, sample, workspace));
      await().atMost(Duration.ofSeconds(20)).until(() -> commands("88.88") >= 2);
      thread.shutdownNow();
      assertThatThrownBy(run::get).hasCauseInstanceOf(InterruptedException.class);
    }
    assertThat(commands("88.88")).isZero();
    assertThat(workspace.resolve("kept")).hasContent("k");
  }

  @Test
  void closingLeavesNothing() throws Exception {
    for (String profile : List.of("python", "shell")) {
      assertThat(prepare(new Sample(profile, ""))).isTrue();
    }
    assertThat(waitingProcesses()).isNotEmpty();
    pooled.close();
    assertThat(waitingProcesses()).isEmpty();
    assertThat(poolFolders()).isEmpty();
    assertThat(pooled.pool().waiting()).isZero();
    try (var groups = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
      assertThat(groups.map(Path::getFileName).map(String::valueOf))
          .noneMatch(each -> each.startsWith("aleff-" + ProcessHandle.current().pid() + "-s"));
    }
  }

  @Test
  void cpuTimeIsThatOfTheProgram() throws Exception {
    SandboxReport report = runPooled(new Sample("python", "pass"), workspace("w"));
    SandboxReport whole = run(fresh, new Sample("python", "pass"), workspace("w2"));
    assumeTrue(whole.usage().cpuMillis() > 0);
    assertThat(report.usage().cpuMillis()).isBetween(0L, whole.usage().cpuMillis());
  }

  private SandboxReport runPooled(Sample sample, Path workspace) throws Exception {
    assertThat(prepare(sample)).as("a sandbox waits").isTrue();
    return run(pooled, sample, workspace);
  }

  private boolean prepare(Sample sample) throws InterruptedException {
    return pooled.prepare(
        Sandboxed.profile(sample.profile()), limits(sample), Duration.ofSeconds(30));
  }

  private static SandboxLimits limits(Sample sample) {
    var none = io.aleff.definition.Json.MAPPER.createObjectNode();
    return SandboxLimits.read(Sandboxed.profile(sample.profile()).limits(), none, none).limits();
  }

  private static SandboxReport run(Sandboxes sandboxes, Sample sample, Path workspace)
      throws InterruptedException {
    var profile = Sandboxed.profile(sample.profile());
    SandboxProgram program =
        new SandboxProgram(
            profile,
            Map.of(profile.source(), sample.code().getBytes(StandardCharsets.UTF_8)),
            profile.source(),
            sample.arguments(),
            sample.input(),
            new LinkedHashMap<>(sample.environment()));
    return sandboxes.run(
        new SandboxOrder(program, limits(sample), workspace, Duration.ofSeconds(20), null),
        (stream, text) -> {});
  }

  private Path workspace(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private List<Path> poolFolders() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("pool"))) {
      return all.toList();
    }
  }

  private static List<Long> waitingProcesses() {
    return descendants()
        .filter(
            each -> commandOf(each).contains("def wait()") || commandOf(each).endsWith("/bin/sh"))
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String commandOf(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static Stream<ProcessHandle> descendants() {
    return ProcessHandle.current().descendants();
  }

  private static long commands(String end) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return new ArrayList<>(all.toList())
          .stream().filter(each -> commandOf(each).endsWith(end)).count();
    }
  }

  private static Backend bubblewrap() {
    assumeTrue(Architecture.current().isPresent());
    return new Bubblewrap(
        new SandboxHost(SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT));
  }
}
