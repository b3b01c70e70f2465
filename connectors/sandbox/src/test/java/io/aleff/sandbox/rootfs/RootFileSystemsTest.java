package io.aleff.sandbox.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RootFileSystemsTest {

  private static final int PROGRAM = 0755;

  @TempDir Path folder;
  private RootFileSystems all = new RootFileSystems(Path.of("/nowhere"));

  @BeforeEach
  void home() {
    all = new RootFileSystems(folder.resolve("home/sandbox"));
  }

  @Test
  void isPinnedByTheDigestOfItsTarAndOfWhatWasInIt() throws Exception {
    assertThat(all.pinned()).isEmpty();
    RootFileSystems.Imported imported = all.take(plain("one").write(folder.resolve("one.tar")));
    RootFileSystems.Pin pin = all.pinned().orElseThrow();
    byte[] tar = Files.readAllBytes(folder.resolve("one.tar"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(tar);
    assertThat(pin.digest())
        .isEqualTo(imported.digest())
        .isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
    assertThat(all.named(pin.digest())).isEqualTo(pin);
    try (RootFileSystem opened = all.open(pin)) {
      assertThat(opened.problem()).isEmpty();
    }
  }

  @Test
  void whatWasChangedOrIsGoneIsRefused() throws Exception {
    RootFileSystems.Pin pin = taken("one");
    Path os = root(pin).resolve("etc/os-release");
    Files.setAttribute(os, "unix:mode", 0644);
    Files.writeString(os, "two");
    assertThat(problem(pin)).contains("is not what was imported");
    Files.writeString(os, "one");
    Files.setAttribute(os, "unix:mode", 0444);
    assertThat(problem(pin)).isEmpty();
    Files.writeString(root(pin).resolve("usr/bin/more"), "more");
    assertThat(problem(pin)).contains("is not what was imported");
    Files.delete(root(pin).resolve("usr/bin/more"));
    Files.setAttribute(root(pin).resolve("usr/bin/env"), "unix:mode", 04755);
    assertThat(problem(pin)).contains("is not what was imported");
    Files.move(root(pin), folder.resolve("away"));
    assertThat(problem(pin)).contains("is gone");
  }

  /** The times of change say that nothing happened, so a switched-off comparison would be seen. */
  @Test
  void isReadWholeOnlyWhenSomethingWasWritten() throws Exception {
    RootFileSystems.Pin pin = taken("one");
    RootFileSystems.Pin other = new RootFileSystems.Pin(pin.digest(), "sha256:" + "0".repeat(64));
    assertThat(problem(other)).isEmpty();
    Files.delete(root(pin).resolveSibling("state"));
    assertThat(problem(other)).contains("is not what was imported");
    assertThat(problem(pin)).isEmpty();
  }

  @Test
  void isLookedAtAgainWhileItIsInUse() throws Exception {
    RootFileSystems.Pin pin = taken("one");
    AtomicLong now = new AtomicLong();
    Path place = root(pin).resolve("..").normalize();
    RootFileSystem used = new RootFileSystem(folder, place, pin, now::get, Runnable::run, null);
    assertThat(used.problem()).isEmpty();
    Files.writeString(root(pin).resolve("usr/bin/more"), "more");
    now.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(used.problem()).isEmpty();
    now.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertThat(used.problem()).contains("is not what was imported");
  }

  @Test
  void aPinThatNamesNothingIsNoLeaveToUseTheHost() throws Exception {
    taken("one");
    Path pin = all.folder().resolve("bwrap-rootfs.json");
    Files.writeString(pin, "{\"digest\": \"latest\"}");
    assertThatThrownBy(all::pinned).hasMessageContaining("names no root file system");
    Files.delete(pin);
    assertThatThrownBy(all::pinned).hasMessageContaining("Import one again");
    assertThatThrownBy(() -> all.named("sha256:" + "0".repeat(64))).isInstanceOf(IOException.class);
  }

  @Test
  void onlyThePinnedOneAndThoseInUseAreKept() throws Exception {
    RootFileSystems.Pin one = taken("one");
    RootFileSystems.Pin two = taken("two");
    RootFileSystems.Pin three = taken("three");
    Path killed = Files.createDirectory(all.folder().resolve("rootfs/new-left"));
    try (RootFileSystem inUse = all.open(two)) {
      assertThat(all.prune()).containsExactly(one.digest());
      assertThat(inUse.problem()).isEmpty();
      assertThat(killed).doesNotExist();
    }
    assertThat(all.prune()).containsExactly(two.digest());
    assertThat(problem(three)).isEmpty();
    assertThat(all.digests()).containsExactly(three.digest());
  }

  @Test
  void theSameTarTwiceIsOneAndMendsWhatWasChanged() throws Exception {
    RootFileSystems.Pin pin = taken("one");
    Files.writeString(root(pin).resolve("usr/bin/more"), "more");
    assertThat(taken("one")).isEqualTo(pin);
    assertThat(problem(pin)).isEmpty();
    try (Stream<Path> there = Files.list(all.folder().resolve("rootfs"))) {
      assertThat(there.filter(Files::isDirectory)).hasSize(1);
    }
  }

  @Test
  void keepsNoSetIdBitsNoDevicesAndNothingThatSandboxesMake() throws Exception {
    Tar tar =
        plain("one")
            .file("./usr/bin/su", "su", 06755)
            .file("./usr/bin/open", "open", 0777)
            .device("./usr/null")
            .device("./dev/null")
            .file("./tmp/file", "tmp", 0644)
            .file("./etc/shadow", "root:secret", 0640)
            .folder("./etc/private", 0700)
            .file("./etc/private/key", "secret", 0644)
            .folder("./etc/private/more", 0755)
            .file("./etc/private/more/key", "secret", 0644)
            .file("./etc/resolv.conf", "nameserver 10.0.0.1", 0644)
            .file("./etc/hostname", "builder", 0644)
            .file("./etc/passwd", "builder:x:0:0::/:/bin/sh", 0644);
    RootFileSystems.Imported imported = all.take(tar.write(folder.resolve("x.tar")));
    Path root = imported.tree().root();
    assertThat(imported.setId()).isEqualTo(1);
    assertThat(imported.special()).isEqualTo(1);
    assertThat(imported.secret()).isEqualTo(4);
    assertThat(root.resolve("etc/shadow")).doesNotExist();
    assertThat(root.resolve("etc/private")).isEmptyDirectory();
    assertThat(mode(root.resolve("usr/bin/su"))).isEqualTo(0555);
    assertThat(mode(root.resolve("usr/bin/open"))).isEqualTo(0555);
    assertThat(root.resolve("usr/null")).doesNotExist();
    assertThat(root.resolve("dev")).doesNotExist();
    assertThat(root.resolve("tmp")).doesNotExist();
    assertThat(root.resolve("etc/resolv.conf")).doesNotExist();
    assertThat(root.resolve("etc/hostname")).doesNotExist();
    assertThat(root.resolve("etc/passwd")).isEmptyFile();
    assertThat(mode(all.folder().resolve("rootfs"))).isEqualTo(0700);
  }

  static Stream<Tar> leaving() {
    return Stream.of(
        plain("").file("../outside", "x", 0644),
        plain("").file("./usr/../../outside", "x", 0644),
        plain("").file("/usr/outside", "x", 0644),
        plain("").link("./usr/out", "@folder@").file("./usr/out/outside", "x", 0644),
        plain("").link("./usr/out", "../..").file("./usr/out/outside", "x", 0644),
        plain("").link("./usr/out", "@folder@/outside").file("./usr/out/x", "x", 0644),
        plain("").hardLink("./usr/outside", "../../../../outside"),
        plain("").hardLink("./usr/outside", "/etc/passwd"),
        plain("").link("./usr/out", "/etc").hardLink("./usr/outside", "./usr/out/os-release"),
        plain("").hardLink("./usr/outside", "./usr"));
  }

  @ParameterizedTest
  @MethodSource("leaving")
  void entriesThatLeaveTheFolderAreRefusedAndNothingIsKept(Tar tar) throws Exception {
    RootFileSystems.Pin before = taken("one");
    tar.replace("@folder@", folder.toString());
    Path written = tar.write(folder.resolve("x.tar"));
    assertThatThrownBy(() -> all.take(written))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The entry ");
    try (Stream<Path> there = Files.walk(folder)) {
      assertThat(there.map(each -> String.valueOf(each.getFileName())))
          .doesNotContain("outside")
          .noneMatch(name -> name.startsWith("new-"));
    }
    assertThat(all.pinned()).contains(before);
  }

  /** What a link over an earlier file means: the link is replaced, not what it leads to. */
  @Test
  void aLaterEntryTakesThePlaceOfALink() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "kept");
    Tar tar = plain("").link("./usr/x", outside.toString()).file("./usr/x", "new", 0644);
    RootFileSystems.Imported imported = all.take(tar.write(folder.resolve("x.tar")));
    assertThat(outside).hasContent("kept");
    assertThat(imported.tree().root().resolve("usr/x")).hasContent("new");
  }

  @Test
  void saysWhatIsNotARootFileSystem() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "not a tar ".repeat(200));
    assertThatThrownBy(() -> all.take(text)).isInstanceOf(IOException.class);
    Path empty = new Tar().file("./srv/x", "x", 0644).write(folder.resolve("e.tar"));
    assertThatThrownBy(() -> all.take(empty)).hasMessageContaining("no tar of a root file system");
    Path bare = new Tar().file("./usr/bin/env", "x", PROGRAM).write(folder.resolve("b.tar"));
    assertThatThrownBy(() -> all.take(bare)).hasMessageContaining("has no /bin/sh");
    assertThat(all.digests()).isEmpty();
    assertThat(all.pinned()).isEmpty();
  }

  /** Links mean what they mean to a process whose root it is. */
  @Test
  void programsAreLookedForInside() throws Exception {
    Tar tar =
        plain("")
            .link("./usr/bin/absolute", "/usr/bin/env")
            .link("./usr/bin/above", "../../../../../usr/bin/env")
            .link("./usr/bin/host", "/proc/self/exe")
            .link("./usr/bin/loop", "loop")
            .file("./usr/bin/text", "text", 0644)
            .file("./usr/lib/jvm/java-17-x/bin/java", "17", PROGRAM)
            .file("./usr/lib/jvm/java-21-x/bin/java", "21", PROGRAM);
    RootTree tree = all.take(tar.write(folder.resolve("x.tar"))).tree();
    assertThat(tree.firstOf(List.of("/bin/absolute"))).contains("/bin/absolute");
    assertThat(tree.firstOf(List.of("/usr/bin/above"))).contains("/usr/bin/above");
    assertThat(tree.firstOf(List.of("/usr/lib/jvm/*-*-x/bin/java")))
        .contains("/usr/lib/jvm/java-21-x/bin/java");
    for (String each : List.of("host", "loop", "text", "nothing")) {
      assertThat(tree.firstOf(List.of("/usr/bin/" + each))).as(each).isEmpty();
    }
  }

  private RootFileSystems.Pin taken(String content) throws IOException {
    all.take(plain(content).write(folder.resolve(content + ".tar")));
    return all.pinned().orElseThrow();
  }

  private String problem(RootFileSystems.Pin pin) {
    try (RootFileSystem opened = all.open(pin)) {
      return opened.problem();
    }
  }

  private Path root(RootFileSystems.Pin pin) {
    return all.folder().resolve("rootfs").resolve(pin.digest().substring(7)).resolve("root");
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  /** With all that is needed, though none of it can be started. */
  private static Tar plain(String content) {
    return new Tar()
        .link("./bin", "usr/bin")
        .file("./usr/bin/sh", "sh", PROGRAM)
        .file("./usr/bin/env", "env", PROGRAM)
        .file("./usr/bin/prlimit", "prlimit", PROGRAM)
        .file("./usr/bin/true", "true", PROGRAM)
        .file("./etc/os-release", content, 0644);
  }
}
