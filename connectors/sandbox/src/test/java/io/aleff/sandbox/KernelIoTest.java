package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.sandbox.SandboxReport.Io;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not known is null, never nothing. */
class KernelIoTest {

  private static final String COUNTS =
      "rchar: 10\nwchar: 20\nsyscr: 1\nsyscw: 2\nread_bytes: 4096\nwrite_bytes: 8192\n";

  @TempDir Path folder;

  @Test
  void readsWhatTheKernelWrites() throws Exception {
    assertThat(read(COUNTS)).isEqualTo(new Io(10, 20, 4096, 8192));
    assertThat(KernelIo.of(ProcessHandle.current().pid())).isNotNull();
  }

  @Test
  void aFileThatIsNotWholeIsUnknown() throws Exception {
    assertThat(read("")).isNull();
    assertThat(read("rchar: 10\n")).isNull();
    assertThat(read(COUNTS.replace("20", "many"))).isNull();
    assertThat(read(COUNTS.replace(": ", " "))).isNull();
    assertThat(KernelIo.read(folder.resolve("none"))).isNull();
    assertThat(KernelIo.of(Long.MAX_VALUE)).isNull();
  }

  @Test
  void sumsUpAllThatLive() throws Exception {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "head -c 3000000 /dev/zero > big; sleep 60 & wait")
            .directory(folder.toFile())
            .start();
    try {
      ProcessHandle first = shell.toHandle();
      while (first.descendants().noneMatch(each -> command(each).endsWith("sleep"))) {
        Thread.onSpinWait();
      }
      Io sum = Objects.requireNonNull(KernelIo.ofAll(first));
      assertThat(sum.written()).isGreaterThanOrEqualTo(3_000_000);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly().waitFor();
    }
    assertThat(KernelIo.ofAll(shell.toHandle())).isNull();
  }

  private static String command(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  @Test
  void differencesAreKnownOnlyWhereCountsGrow() {
    Io less = new Io(1, 2, 3, 4);
    Io more = new Io(11, 22, 33, 44);
    assertThat(KernelIo.between(less, more)).isEqualTo(new Io(10, 20, 30, 40));
    assertThat(KernelIo.between(less, less)).isEqualTo(Io.NONE);
    assertThat(KernelIo.between(more, less)).isNull();
    assertThat(KernelIo.between(null, more)).isNull();
    assertThat(KernelIo.between(less, null)).isNull();
  }

  @Test
  void theMoreOfTwoLowerBoundsIsTaken() {
    assertThat(KernelIo.more(new Io(1, 20, 3, 4), new Io(2, 10, 3, 5)))
        .isEqualTo(new Io(2, 20, 3, 5));
    assertThat(KernelIo.more(null, new Io(1, 1, 1, 1))).isEqualTo(new Io(1, 1, 1, 1));
    assertThat(KernelIo.more(new Io(1, 1, 1, 1), null)).isEqualTo(new Io(1, 1, 1, 1));
    assertThat(KernelIo.more(null, null)).isNull();
  }

  private @Nullable Io read(String text) throws IOException {
    return KernelIo.read(Files.writeString(folder.resolve("io"), text));
  }
}
