package io.aleff.sandbox;

import static io.aleff.sandbox.Sandboxed.failed;
import static io.aleff.sandbox.Sandboxed.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What the abuse suite does not ask because it is about this backend alone. */
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
  void aWorkspaceThatIsALinkIsNoWorkspace() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    Sandboxed other = Sandboxed.open(box.connector, link);
    assertThat(failed(other.shell("true")).code()).isEqualTo("refused");
  }

  @Test
  void aForeignCallingConventionIsDenied() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "The numbers are those of x86-64.");
    succeeded(box.python(SYSCALL + "print(call(0x40000000 | 39))"));
    assertThat(box.stdout).hasToString("Operation not permitted\n");
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

  /** Programs open their input by its name, too; they cannot write to it by that. */
  @Test
  void theInputCanBeOpenedAgainForReadingOnly() throws Exception {
    ObjectNode arguments =
        Sandboxed.arguments(
            "cat /dev/stdin; cat < /dev/stdin; echo x 2>&- >> /dev/stdin || echo held");
    var result = box.run("shell", arguments.put("stdin", "told\n"));
    assertThat(succeeded(result).output().path("stdout").asString())
        .isEqualTo("told\ntold\nheld\n");
  }
}
