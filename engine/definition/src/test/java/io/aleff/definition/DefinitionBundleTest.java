package io.aleff.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionBundleTest {

  private static final Map<String, byte[]> FILES =
      Map.of(
          "htn/a.yaml", "a: 1\n".getBytes(UTF_8),
          "htn/b.test.yaml", "b: 1\n".getBytes(UTF_8),
          "scripts/ç.py", "print(1)\n".getBytes(UTF_8));

  private static List<String> codes(DefinitionBundle.Reading reading) {
    assertThat(reading.bundle()).as("an error leaves no bundle").isNull();
    return reading.diagnostics().stream().map(Diagnostic::code).distinct().toList();
  }

  private static DefinitionBundle.Reading zip(Map<String, byte[]> files) {
    return DefinitionBundle.ofArchive(TestArchives.zip(files));
  }

  @Test
  void hasTheSameDigestHoweverItCame(@TempDir Path folder) throws IOException {
    DefinitionBundle bundle = DefinitionBundle.of(FILES);
    for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
    Files.writeString(folder.resolve(".DS_Store"), "x");
    assertThat(DefinitionBundle.ofDirectory(folder).orThrow()).isEqualTo(bundle);
    assertThat(DefinitionBundle.ofArchive(bundle.toArchive()).orThrow()).isEqualTo(bundle);
    assertThat(zip(FILES).orThrow().digest()).isEqualTo(bundle.digest());
    assertThat(DefinitionBundle.ofArchive(TestArchives.tarGz(FILES, '0')).orThrow().digest())
        .isEqualTo(bundle.digest());
  }

  @Test
  void hasADigestThatNeverChanges() {
    assertThat(DefinitionBundle.of(FILES).digest())
        .isEqualTo("8a27499c6a3209c81576b27c03d9361f7e012b50feaa5c6ddb9afdbb75587398");
  }

  @Test
  void writesTheSameArchiveEachTime() {
    byte[] first = DefinitionBundle.of(FILES).toArchive();
    assertThat(DefinitionBundle.ofArchive(first).orThrow().toArchive()).isEqualTo(first);
  }

  @Test
  void changesItsDigestWithEveryByteAndPath() {
    DefinitionBundle bundle = DefinitionBundle.of(FILES);
    DefinitionBundle other = bundle.with("htn/a.yaml", "a: 2\n".getBytes(UTF_8));
    assertThat(other.digest()).isNotEqualTo(bundle.digest());
    assertThat(other.changedPaths(bundle)).containsExactly("htn/a.yaml");
    assertThat(bundle.without("htn/a.yaml").digest()).isNotEqualTo(bundle.digest());
  }

  @Test
  void findsTextsByPrefixAndSuffix() {
    DefinitionBundle bundle =
        DefinitionBundle.of(FILES).with("htn/bad.yaml", new byte[] {(byte) 0xff});
    assertThat(bundle.texts("htn/", ".yaml"))
        .extracting(SourceText::path)
        .containsExactly("htn/a.yaml", "htn/b.test.yaml");
    assertThat(bundle.encodingProblems(".yaml"))
        .extracting(d -> d.location().path())
        .containsExactly("htn/bad.yaml");
    assertThat(bundle.text("none")).isNull();
  }

  @Test
  void cannotBeChangedThroughItsBytes() {
    DefinitionBundle bundle = DefinitionBundle.of(FILES);
    byte[] bytes = Objects.requireNonNull(bundle.bytes("htn/a.yaml"));
    bytes[0] = 'X';
    assertThat(bundle.bytes("htn/a.yaml")).startsWith('a');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/passwd",
        "C:/x",
        "a\\..\\b",
        "a//b",
        "a/./b",
        "../.ssh/key",
        "a\u0000b",
        "a\u202eb"
      })
  void refusesPathsThatEscape(String path) {
    assertThat(codes(zip(Map.of(path, new byte[1])))).containsExactly("BUNDLE-001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DefinitionBundle.of(Map.of(path, new byte[1])));
  }

  @Test
  void refusesEscapingPathsInTar() {
    assertThat(
            codes(
                DefinitionBundle.ofArchive(
                    TestArchives.tarGz(Map.of("../evil", new byte[1]), '0'))))
        .containsExactly("BUNDLE-001");
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6'})
  void refusesLinksAndDevicesInTar(char type) {
    assertThat(
            codes(DefinitionBundle.ofArchive(TestArchives.tarGz(Map.of("x", new byte[0]), type))))
        .containsExactly("BUNDLE-004");
  }

  @Test
  void refusesLinksInZip() {
    byte[] archive =
        TestArchives.asLinks(TestArchives.zip(Map.of("x", "/etc/passwd".getBytes(UTF_8))));
    assertThat(codes(DefinitionBundle.ofArchive(archive))).containsExactly("BUNDLE-004");
  }

  @Test
  void refusesLinksInAFolder(@TempDir Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve("x.yaml"), Path.of("elsewhere"));
    assertThat(codes(DefinitionBundle.ofDirectory(folder))).containsExactly("BUNDLE-004");
  }

  @Test
  void refusesPathsThatDifferOnlyInCase() {
    assertThat(codes(zip(Map.of("a.yaml", new byte[1], "A.yaml", new byte[2]))))
        .containsExactly("BUNDLE-003");
  }

  @Test
  void refusesAFileThatIsAFolder() {
    assertThat(codes(zip(Map.of("a", new byte[1], "a/b", new byte[2]))))
        .containsExactly("BUNDLE-003");
  }

  @Test
  void refusesBombs() {
    byte[] zeros = new byte[20 << 20];
    assertThat(codes(zip(Map.of("big.yaml", zeros)))).containsExactly("BUNDLE-002");
    assertThat(codes(DefinitionBundle.ofArchive(TestArchives.tarGz(Map.of("big", zeros), '0'))))
        .containsExactly("BUNDLE-002");
    assertThat(codes(zip(Map.of(".hidden", zeros)))).containsExactly("BUNDLE-005");
    BundleLimits two = new BundleLimits(2, 10, 100);
    assertThat(codes(DefinitionBundle.ofArchive(TestArchives.zip(FILES), two)))
        .containsExactly("BUNDLE-002");
    BundleLimits small = new BundleLimits(10, 10, 12);
    assertThat(codes(DefinitionBundle.ofArchive(TestArchives.zip(FILES), small)))
        .containsExactly("BUNDLE-002");
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertThat(codes(DefinitionBundle.ofArchive("hello".getBytes(UTF_8))))
        .containsExactly("BUNDLE-005");
    byte[] zip = TestArchives.zip(FILES);
    byte[] cut = java.util.Arrays.copyOf(zip, 60);
    assertThat(DefinitionBundle.ofArchive(cut).bundle()).isNull();
    byte[] tar = TestArchives.tarGz(FILES, '0');
    assertThat(codes(DefinitionBundle.ofArchive(java.util.Arrays.copyOf(tar, tar.length / 2))))
        .containsExactly("BUNDLE-005");
  }

  @Test
  void takesOffTheTopFolder() {
    assertThat(zip(Map.of("definitions/htn/a.yaml", new byte[1])).orThrow().paths())
        .containsExactly("htn/a.yaml");
  }

  @Test
  void readsLongNamesOfGnuTar() {
    String path = "x".repeat(90) + "/" + "y".repeat(90) + ".yaml";
    assertThat(
            DefinitionBundle.ofArchive(TestArchives.tarGz(Map.of(path, new byte[3]), '0'))
                .orThrow()
                .paths())
        .containsExactly(path);
  }
}
