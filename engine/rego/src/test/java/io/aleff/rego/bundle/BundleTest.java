package io.aleff.rego.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.definition.BundleLimits;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class BundleTest {

  private static final BundleLimits LIMITS = new BundleLimits(20, 10_000, 50_000);
  private static final SourceText POLICY =
      new SourceText(
          "example/p.rego", "package example\n\nallow if input.role == data.roles.top\n");

  private static Bundle bundle() {
    ObjectNode data =
        (ObjectNode) Json.MAPPER.readTree("{\"roles\": {\"top\": \"admin\", \"n\": 1.5}}");
    return new Bundle(
        Manifest.DEFAULT.with("r1", List.of("example", "roles")), List.of(POLICY), data);
  }

  private static List<String> codes(Bundle.Reading reading) {
    return reading.diagnostics().stream().map(Diagnostic::code).distinct().toList();
  }

  private static SortedMap<String, byte[]> files(String... pathsAndTexts) {
    SortedMap<String, byte[]> out = new TreeMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      out.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return out;
  }

  @Test
  void isReadAsItWasWritten() {
    byte[] archive = bundle().archive(null);
    Bundle read = Objects.requireNonNull(Bundle.read(archive, LIMITS, null).bundle());
    assertThat(read).isEqualTo(bundle());
    assertThat(bundle().archive(null)).isEqualTo(archive);
  }

  @Test
  void foldersSayWhereDataBelongs() {
    Bundle.Reading reading =
        Bundle.of(files("a/b/data.yaml", "x: [1, true]\n", "a/data.json", "{\"c\": 2}"), null);
    assertThat(Objects.requireNonNull(reading.bundle()).data())
        .isEqualTo(Json.MAPPER.readTree("{\"a\": {\"b\": {\"x\": [1, true]}, \"c\": 2}}"));
  }

  @Test
  void dataInYamlIsReadAsOpaReadsIt() {
    String yaml = "x: yes\ny1: &a {b: 0x10}\nz: *a\nw: {<<: *a, c: 1}\n";
    Bundle.Reading reading = Bundle.of(files("data.yaml", yaml), null);
    assertThat(Objects.requireNonNull(reading.bundle()).data())
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"x\": true, \"y1\": {\"b\": 16}, \"z\": {\"b\": 16}, \"w\": {\"b\": 16, \"c\": 1}}"));
    String bomb =
        "a: &a [1,1,1,1,1,1,1,1,1]\n"
            + java.util.stream.IntStream.range(0, 9)
                .mapToObj(
                    i ->
                        "x%d: &%c [%s]\n"
                            .formatted(i, 'b' + i, "*%c,".formatted('a' + i).repeat(9)))
                .collect(java.util.stream.Collectors.joining());
    assertThat(codes(Bundle.of(files("data.yaml", bomb), null))).containsExactly("OPA-BUNDLE-008");
    assertThat(codes(Bundle.of(files("data.yaml", "[".repeat(100_000)), null)))
        .containsExactly("OPA-BUNDLE-008");
  }

  @Test
  void manifestsSayWhichFilesAreOfRegoV0() {
    String manifest =
        "{\"roots\": [\"q\"], \"rego_version\": 1, \"file_rego_versions\": {\"/old/*.rego\": 0}}";
    Bundle bundle =
        Objects.requireNonNull(
            Bundle.of(
                    files(
                        ".manifest", manifest,
                        "old/p.rego", "package q\np { true }\n",
                        "new.rego", "package q\nr if true\n"),
                    null)
                .bundle());
    assertThat(bundle.oldModules()).containsExactly("old/p.rego");
    Bundle again = Objects.requireNonNull(Bundle.read(bundle.archive(null), LIMITS, null).bundle());
    assertThat(again.oldModules()).containsExactly("old/p.rego");
    assertThat(codes(Bundle.of(files(".manifest", "{\"rego_version\": 7}"), null)))
        .containsExactly("OPA-BUNDLE-006");
  }

  @Test
  void twoFilesMustNotSayTheSame() {
    assertThat(
            codes(
                Bundle.of(
                    files("a/data.json", "{\"b\": 1}", "data.json", "{\"a\": {\"b\": 2}}"), null)))
        .containsExactly("OPA-BUNDLE-008");
  }

  @Test
  void nothingLiesOutsideOfTheRoots() {
    String manifest = "{\"roots\": [\"example\"]}";
    assertThat(codes(Bundle.of(files(".manifest", manifest, "p.rego", "package other\n"), null)))
        .containsExactly("OPA-BUNDLE-007");
    assertThat(codes(Bundle.of(files(".manifest", manifest, "data.json", "{\"x\": 1}"), null)))
        .containsExactly("OPA-BUNDLE-007");
    assertThat(
            Bundle.of(files(".manifest", manifest, "data.json", "{\"example\": {\"x\": 1}}"), null)
                .bundle())
        .isNotNull();
  }

  @Test
  void rootsMustNotOverlap() {
    assertThat(codes(Bundle.of(files(".manifest", "{\"roots\": [\"a/b\", \"a\"]}"), null)))
        .containsExactly("OPA-BUNDLE-006");
    assertThat(Bundle.of(files(".manifest", "{\"roots\": [\"a/b\", \"a/bc\"]}"), null).bundle())
        .isNotNull();
    assertThat(codes(bundle().and(bundle()))).containsExactly("OPA-BUNDLE-007");
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void signedBundlesAreVerified(Algorithm algorithm) throws GeneralSecurityException {
    String[] keys = keys(algorithm);
    byte[] signed = bundle().archive(SigningKey.of(algorithm, keys[0], "k1", "prod"));
    assertThat(
            Bundle.read(signed, LIMITS, Verification.of(algorithm, keys[1], "k1", "prod")).bundle())
        .isNotNull();
    String[] others = keys(algorithm);
    for (Verification wrong :
        List.of(
            Verification.of(algorithm, others[1], "k1", "prod"),
            Verification.of(algorithm, keys[1], "k2", "prod"),
            Verification.of(algorithm, keys[1], "k1", "test"))) {
      assertThat(codes(Bundle.read(signed, LIMITS, wrong))).containsExactly("OPA-BUNDLE-010");
    }
    assertThat(
            codes(
                Bundle.read(
                    bundle().archive(null), LIMITS, Verification.of(algorithm, keys[1], "", ""))))
        .containsExactly("OPA-BUNDLE-010");
  }

  @Test
  void aChangedAddedOrMissingFileBreaksTheSignature() throws GeneralSecurityException {
    String[] keys = keys(Algorithm.ES256);
    Verification verification = Verification.of(Algorithm.ES256, keys[1], "", "");
    byte[] signed = bundle().archive(SigningKey.of(Algorithm.ES256, keys[0], "k", ""));
    SortedMap<String, byte[]> files = Archive.read(signed, LIMITS, new java.util.ArrayList<>());
    assertThat(Bundle.of(files, verification).bundle()).isNotNull();

    SortedMap<String, byte[]> changed = new TreeMap<>(files);
    changed.putAll(files("example/p.rego", "package example\n\nallow := true\n"));
    assertThat(codes(Bundle.of(changed, verification))).containsExactly("OPA-BUNDLE-010");

    SortedMap<String, byte[]> added = new TreeMap<>(files);
    added.putAll(files("example/q.rego", "package example\n\nallow := true\n"));
    assertThat(codes(Bundle.of(added, verification))).containsExactly("OPA-BUNDLE-010");

    SortedMap<String, byte[]> missing = new TreeMap<>(files);
    missing.remove("example/p.rego");
    assertThat(codes(Bundle.of(missing, verification))).containsExactly("OPA-BUNDLE-010");

    SortedMap<String, byte[]> spaced = new TreeMap<>(files);
    spaced.putAll(files("data.json", "{ \"roles\": {\"n\": 1.5, \"top\":\"admin\"}}"));
    assertThat(Bundle.of(spaced, verification).bundle()).isNotNull();
  }

  private static String[] keys(Algorithm algorithm) throws GeneralSecurityException {
    if (algorithm == Algorithm.HS256) {
      String secret = "secret-" + java.util.UUID.randomUUID();
      return new String[] {secret, secret};
    }
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm == Algorithm.RS256 ? "RSA" : "EC");
    generator.initialize(algorithm == Algorithm.RS256 ? 2048 : 256);
    KeyPair pair = generator.generateKeyPair();
    return new String[] {
      pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
      pem("PUBLIC KEY", pair.getPublic().getEncoded())
    };
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatThrownBy(() -> SigningKey.of(Algorithm.RS256, "nonsense", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PRIVATE KEY");
    assertThatThrownBy(() -> SigningKey.of(Algorithm.HS256, "short", "", ""))
        .hasMessageContaining("16 characters");
  }

  private static byte[] tar(TarArchiveEntry entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x.rego", "a/../../x.rego", "/../x.rego", "a//b.rego", "C:x.rego", "a\\b.rego"})
  void refusesPathsThatLeaveTheirFolder(String path) throws IOException {
    byte[] archive =
        tar(new TarArchiveEntry(path, true), "package x\n".getBytes(StandardCharsets.UTF_8));
    assertThat(codes(Bundle.read(archive, LIMITS, null))).containsExactly("OPA-BUNDLE-003");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_FIFO
      })
  void refusesLinksAndDevices(byte type) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("x.rego", type);
    entry.setLinkName("/etc/passwd");
    assertThat(codes(Bundle.read(tar(entry, new byte[0]), LIMITS, null)))
        .containsExactly("OPA-BUNDLE-004");
  }

  @Test
  void refusesWhatUnpacksWithoutEnd() throws IOException {
    byte[] big = tar(new TarArchiveEntry("data.json"), new byte[20_000]);
    assertThat(codes(Bundle.read(big, LIMITS, null))).containsExactly("OPA-BUNDLE-002");
    byte[] bomb = tar(new TarArchiveEntry("notes.txt"), new byte[30_000_000]);
    assertThat(bomb.length).isLessThan(100_000);
    assertThat(codes(Bundle.read(bomb, LIMITS, null))).containsExactly("OPA-BUNDLE-002");
    ByteArrayOutputStream folder = new ByteArrayOutputStream();
    try (GZIPOutputStream zeros = new GZIPOutputStream(folder)) {
      byte[] block = tarHeaderOfFolder();
      for (int i = 0; i < 5_000; i++) {
        zeros.write(block);
      }
    }
    assertThat(codes(Bundle.read(folder.toByteArray(), LIMITS, null)))
        .containsExactly("OPA-BUNDLE-002");
  }

  private static byte[] tarHeaderOfFolder() {
    byte[] header = new byte[512];
    new TarArchiveEntry("folder/").writeEntryHeader(header);
    return header;
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertThat(codes(Bundle.read(new byte[] {1, 2, 3}, LIMITS, null)))
        .containsExactly("OPA-BUNDLE-001");
    byte[] half = bundle().archive(null);
    assertThat(Bundle.read(java.util.Arrays.copyOf(half, half.length / 2), LIMITS, null).bundle())
        .isNull();
  }

  @Test
  void refusesModulesThatDoNotParse() {
    assertThat(codes(Bundle.of(files("x.rego", "package x\n\nallow if {\n"), null)))
        .containsExactly("rego_parse_error");
  }
}
