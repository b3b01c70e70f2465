package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  @TempDir Path folder;

  @Test
  void foldersOfDeadProcessesGoAndOthersStay() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = Files.createDirectories(folder.resolve("x-" + dead.pid() + "-1/below"));
    Path own = Files.createDirectory(folder.resolve(Leftovers.own("x-") + "1"));
    Path foreign = Files.createDirectory(folder.resolve("y-" + dead.pid() + "-1"));
    Path named = Files.createDirectory(folder.resolve("x-word-1"));
    Path away = Files.createDirectory(folder.resolve("away"));
    Path link = Files.createSymbolicLink(folder.resolve("x-" + dead.pid() + "-2"), away);
    Leftovers.remove(folder, "x-");
    assertThat(left).doesNotExist();
    assertThat(left.getParent()).doesNotExist();
    assertThat(own).exists();
    assertThat(foreign).exists();
    assertThat(named).exists();
    assertThat(link).exists();
  }
}
