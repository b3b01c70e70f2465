package io.aleff.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which group is taken for a container's: that of a process which may have died meanwhile. */
class ContainerGroupTest {

  private static final String ID = "4f1c".repeat(16);

  @TempDir Path folder;

  @Test
  void theProcessorTimeIsThatOfTheContainer() throws IOException {
    assertThat(time("4:cpu,cpuacct:/docker/" + ID)).isEqualTo(7);
  }

  /** The kernel shows a dead process of a version 1 hierarchy in the topmost group. */
  @Test
  void aDeadProcessDoesNotGiveTheTimeOfTheWholeMachine() throws IOException {
    assertThat(time("4:cpu,cpuacct:/")).isEqualTo(-1);
  }

  @Test
  void anotherProcessWithTheSameNumberGivesNothing() throws IOException {
    assertThat(time("4:cpu,cpuacct:/docker/" + "0".repeat(64))).isEqualTo(-1);
  }

  @Test
  void versionTwoIsReadInTheSameWay() throws IOException {
    Path unified = Files.createDirectories(folder.resolve("unified"));
    Path own = Files.createDirectories(unified.resolve("machine.slice/libpod-" + ID + ".scope"));
    Files.writeString(own.resolve("cpu.stat"), "usage_usec 9000\n");
    Files.writeString(unified.resolve("cpu.stat"), "usage_usec 5000000000\n");
    String mount = "30 20 0:26 / " + unified + " rw - cgroup2 cgroup2 rw\n";
    assertThat(time("0::/machine.slice/libpod-" + ID + ".scope", mount)).isEqualTo(9);
    assertThat(time("0::/", mount)).isEqualTo(-1);
  }

  private long time(String line) throws IOException {
    Path top = Files.createDirectories(folder.resolve("cpuacct"));
    Files.writeString(top.resolve("cpuacct.usage"), "5000000000000");
    for (String each : new String[] {ID, "0".repeat(64)}) {
      Path own = Files.createDirectories(top.resolve("docker/" + each));
      Files.writeString(own.resolve("cpuacct.usage"), "7000000");
    }
    return time(line, "30 20 0:26 / " + top + " rw - cgroup cgroup rw,cpu,cpuacct\n");
  }

  private long time(String line, String mount) throws IOException {
    Path cgroup = Files.writeString(folder.resolve("cgroup"), line + "\n");
    Path mountinfo = Files.writeString(folder.resolve("mountinfo"), mount);
    return Cgroups.ofContainer(cgroup, mountinfo, ID).map(Cgroup::cpuMillis).orElse(-1L);
  }
}
