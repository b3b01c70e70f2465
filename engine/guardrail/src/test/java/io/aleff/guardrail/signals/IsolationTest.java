package io.aleff.guardrail.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void resolve() throws IOException {
    home = Files.createDirectories(folder.toRealPath().resolve("jdk"));
    Files.createDirectories(home.resolve("conf/security"));
  }

  @Test
  void aJdkOfItsOwnIsOneFolder() throws IOException {
    Files.createFile(home.resolve("conf/security/java.security"));
    assertThat(Isolation.javaFolders(home)).containsExactly(home);
  }

  @Test
  void configurationThatIsKeptElsewhereIsSeen() throws IOException {
    Path elsewhere = folder.toRealPath().resolve("etc/java-openjdk");
    Files.createDirectories(elsewhere.resolve("security"));
    Path file = Files.createFile(elsewhere.resolve("security/java.security"));
    Files.createSymbolicLink(home.resolve("conf/security/java.security"), file);
    assertThat(Isolation.javaFolders(home)).containsExactly(home, elsewhere);
  }
}
