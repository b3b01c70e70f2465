package io.aleff.sandbox;

import static io.aleff.sandbox.Sandboxed.failed;
import static io.aleff.sandbox.Sandboxed.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.connector.ConnectorResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile programs, each in a real sandbox. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SandboxAttackTest {

  /** Prints the error number of a system call, or "allowed". */
  private static final String SYSCALL =
      """
      import ctypes, sys, os
      libc = ctypes.CDLL(None, use_errno=True)
      def call(*a):
          r = libc.syscall(*[ctypes.c_long(x) for x in a])
          return 'allowed' if r >= 0 else os.strerror(ctypes.get_errno())
      """;

  @TempDir Path folder;
  private Path workspace;
  private Sandboxed box;

  @BeforeEach
  void open() throws Exception {
    workspace = Files.createDirectory(folder.resolve("workspace"));
    box = Sandboxed.open(workspace);
  }

  @AfterEach
  void close() {
    if (box != null) {
      box.close();
    }
  }

  @Test
  void cannotReadFilesOfTheHost() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the host's secret");
    succeeded(
        box.python(
            """
            import os
            for path in ['%s', '/root', '/home', '/etc/shadow', '/etc/hostname', '/var', '/run',
                         '/proc/1/environ', '/proc/1/root/root', '/sys', '/mnt', '/opt', '/srv']:
                try:
                    print(path, 'read', os.listdir(path) if os.path.isdir(path) else open(path).read()[:20])
                except OSError as e:
                    print(path, 'no')
            """
                .formatted(secret)));
    assertThat(box.stdout.toString().lines().filter(each -> !each.endsWith(" no")))
        // Its own first process runs as the same user and has the sandbox's empty environment.
        .allMatch(each -> each.startsWith("/proc/1/environ read"))
        .noneMatch(each -> each.contains("secret") || each.contains("JAVA"));
  }

  @Test
  void cannotWriteOutsideOfTheWorkspaceAndTmp() throws Exception {
    succeeded(
        box.python(
            """
            import os
            for path in ['/x', '/usr/x', '/etc/x', '/etc/passwd', '/dev/x', '/aleff/main.py', '/bin/x',
                         '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/vm/drop_caches',
                         '/proc/self/oom_score_adj_', '/workspace/../x', '/tmp/fine', '/dev/shm/fine',
                         '/workspace/fine']:
                try:
                    open(path, 'w').write('x')
                    print(path)
                except OSError:
                    pass
            """));
    assertThat(box.stdout).hasToString("/tmp/fine\n/dev/shm/fine\n/workspace/fine\n");
    assertThat(Path.of("/tmp/fine")).doesNotExist();
  }

  @Test
  void cannotReachTheHostsLoopbackOrAnyNetwork() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      succeeded(
          box.python(
              """
              import socket
              for address in [('127.0.0.1', %d), ('169.254.169.254', 80), ('1.1.1.1', 53)]:
                  try:
                      socket.create_connection(address, 2)
                      print('connected')
                  except OSError as e:
                      print(e.errno)
              print([name for _, name in socket.if_nameindex()] if False else open('/proc/net/dev').read().count(':'))
              """
                  .formatted(service.getLocalPort())));
    }
    // Refused by an empty loopback, unreachable beyond; one interface only.
    assertThat(box.stdout).hasToString("111\n101\n101\n1\n");
  }

  @Test
  void aForkBombIsContained() throws Exception {
    box.settings.put("processes", 20);
    ConnectorResult result =
        box.python(
            """
            import os, time, errno
            count = 0
            while True:
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                    count += 1
                except OSError as e:
                    print(count, errno.errorcode[e.errno])
                    break
            """);
    succeeded(result);
    int started = Integer.parseInt(box.stdout.substring(0, box.stdout.indexOf(" ")));
    assertThat(started).isBetween(10, 20);
    assertThat(box.stdout).endsWith("EAGAIN\n");
  }

  @Test
  void aForkBombThatNeverGivesUpEndsAtTheTimeLimit() throws Exception {
    box.timeout = Duration.ofSeconds(2);
    assertThat(failed(box.shell("b() { b | b & }; b; while :; do b; done 2>/dev/null")).code())
        .isIn("timeout", "exit");
  }

  @Test
  void aMemoryHogIsKilledWithItsOwnCode() throws Exception {
    box.settings.put("memoryMb", 64);
    ConnectorResult.Failed failed =
        failed(box.python("x = []\nwhile True: x.append(bytearray(1 << 20))"));
    assertThat(failed.code()).isEqualTo("memory");
    assertThat(failed.message()).contains("64 MB");
  }

  @Test
  void fillingTmpAndSharedMemoryStopsAtTheirLimits() throws Exception {
    box.settings.put("tmpMb", 8);
    succeeded(
        box.python(
            """
            for path in ['/tmp/x', '/dev/shm/x']:
                try:
                    with open(path, 'wb') as f:
                        for i in range(64): f.write(b'x' * (1 << 20)); f.flush()
                    print('all')
                except OSError as e:
                    print(e.strerror)
            """));
    assertThat(box.stdout).hasToString("No space left on device\n".repeat(2));
  }

  @Test
  void fillingTheWorkspaceIsNoticed() throws Exception {
    box.settings.put("diskMb", 10).put("fileMb", 4);
    assertThat(failed(box.shell("head -c 8M /dev/zero > big")).code()).isEqualTo("disk");
    assertThat(failed(box.shell("for i in 1 2 3 4; do head -c 3M /dev/zero > f$i; done")).code())
        .isEqualTo("disk");
    assertThat(
            failed(box.shell("for i in 1 2 3 4; do head -c 3M /dev/zero > f$i; done; sleep 30"))
                .code())
        .isEqualTo("disk");
  }

  @Test
  void tooManyOrTooDeepFilesAreNoticed() throws Exception {
    box.settings.put("files", 100);
    assertThat(failed(box.shell("for i in $(seq 200); do : > f$i; done")).code()).isEqualTo("disk");
    FileTrees.delete(workspace);
    Files.createDirectory(workspace);
    assertThat(
            failed(
                    box.python(
                        "import os\nfor i in range(3000):\n  os.mkdir('d' * 200);"
                            + " os.chdir('d' * 200)"))
                .code())
        .isEqualTo("disk");
    FileTrees.delete(workspace);
    assertThat(workspace).doesNotExist();
    Files.createDirectory(workspace);
  }

  @Test
  void anOutputFloodIsCut() throws Exception {
    box.settings.put("outputMb", 1);
    ConnectorResult.Failed failed = failed(box.shell("yes"));
    assertThat(failed.code()).isEqualTo("output");
    assertThat(box.stdout.length()).isLessThanOrEqualTo(1024 * 1024);
  }

  @Test
  void anEndlessLoopEndsAtTheTimeLimit() throws Exception {
    box.timeout = Duration.ofMillis(700);
    long start = System.nanoTime();
    ConnectorResult.Failed failed =
        failed(box.python("import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile True: pass"));
    assertThat(failed.code()).isEqualTo("timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aDaemonDoesNotOutliveTheProgram() throws Exception {
    succeeded(
        box.shell(
            "setsid sh -c 'trap \"\" TERM HUP; while :; do date +%s%N > alive; sleep 0.05; done'"
                + " </dev/null >/dev/null 2>&1 & sleep 0.3; echo started"));
    String last = Files.readString(workspace.resolve("alive"));
    // Dead on return: the file has stopped to change, however long one looks.
    org.awaitility.Awaitility.await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(2))
        .until(() -> Files.readString(workspace.resolve("alive")).equals(last));
  }

  @Test
  void linksInTheWorkspaceAreNeverFollowed() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside.txt"), "untouched");
    Files.setPosixFilePermissions(
        outside, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    succeeded(
        box.shell(
            "ln -s %s out; ln -s %s folder; ln -s /etc/passwd passwd; mkfifo pipe; cat out || true"
                .formatted(outside, folder)));
    assertThat(box.stderr.toString()).contains("cat: out: No such file");
    assertThat(Files.isSymbolicLink(workspace.resolve("out"))).isTrue();
    assertThat(Files.getAttribute(outside, "unix:uid")).isEqualTo(SandboxHost.ownUid());
    assertThat(Files.exists(workspace.resolve("pipe"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    // A workspace that itself is a link is no workspace.
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Sandboxed other = Sandboxed.open(box.connector, link);
    assertThat(failed(other.shell("true")).code()).isEqualTo("refused");
  }

  @Test
  void setuidHasNoEffectAndDoesNotComeBack() throws Exception {
    succeeded(
        box.shell(
            "cp /usr/bin/id own-id; chmod 6755 own-id; ./own-id -u; mknod dev c 1 3 || echo no node;"
                + " grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status"));
    assertThat(box.stdout.toString())
        .startsWith("1000\nno node\n")
        .contains("NoNewPrivs:\t1")
        .contains("CapEff:\t0000000000000000");
    int mode = (Integer) Files.getAttribute(workspace.resolve("own-id"), "unix:mode");
    assertThat(mode & 07000).isZero();
  }

  @Test
  void seesAndKillsNoProcessOfTheHost() throws Exception {
    long engine = ProcessHandle.current().pid();
    succeeded(
        box.python(
            """
            import os
            print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[-1] < 20)
            try:
                os.kill(%d, 9)
            except ProcessLookupError:
                print('none')
            try:
                os.kill(-1, 9)
            except ProcessLookupError:
                print('nobody')
            """
                .formatted(engine)));
    assertThat(box.stdout.toString()).isEqualTo("True\nnone\nnobody\n");
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "unshare, 'call(272, 0x10000000)'",
    "clone newuser, 'call(56, 0x10000000 | 17, 0, 0, 0, 0)'",
    "setns, 'call(308, 0, 0)'",
    "mount, 'call(165, 0, 0, 0, 0, 0)'",
    "io_uring_setup, 'call(425, 1, 0)'",
    "ptrace, 'call(101, 0, 0, 0, 0)'",
    "bpf, 'call(321, 0, 0, 0)'",
    "keyctl, 'call(250, 0, 0)'",
    "perf_event_open, 'call(298, 0, 0, 0, 0, 0)'",
    "userfaultfd, 'call(323, 0)'",
    "personality, 'call(135, 0x0040000)'",
    "AF_VSOCK, 'call(41, 40, 1, 0)'",
    "AF_NETLINK, 'call(41, 16, 3, 0)'",
    "AF_PACKET, 'call(41, 17, 3, 0)'",
    "TIOCSTI, 'call(16, 0, 0x5412, 0)'",
    "x32, 'call(0x40000000 | 39)'"
  })
  void aDeniedSystemCallFails(String name, String expression) throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "The numbers are those of x86-64.");
    succeeded(box.python(SYSCALL + "print(" + expression + ")"));
    assertThat(box.stdout).as(name).hasToString("Operation not permitted\n");
  }

  @Test
  void clone3IsSaidNotToExistSoThatTheLibraryFallsBack() throws Exception {
    succeeded(box.python(SYSCALL + "print(call(435, 0, 0))\nos.fork() or os._exit(0)"));
    assertThat(box.stdout).hasToString("Function not implemented\n");
  }

  @Test
  void withoutChildProcessesNoneCanBeStartedButThreadsCan() throws Exception {
    box.settings.put("childProcesses", false);
    succeeded(
        box.python(
            """
            import os, threading, subprocess
            t = threading.Thread(target=lambda: print('thread')); t.start(); t.join()
            for start in [os.fork, lambda: subprocess.run(['true']), lambda: os.posix_spawn('/bin/true', ['true'], {})]:
                try:
                    start()
                    print('started')
                except PermissionError:
                    print('denied')
            """));
    assertThat(box.stdout.toString().lines())
        .containsExactlyInAnyOrder("thread", "denied", "denied", "denied");
    succeeded(
        box.run(
            "javascript", Sandboxed.arguments("console.log(require('fs').existsSync('/root'))")));
  }
}
