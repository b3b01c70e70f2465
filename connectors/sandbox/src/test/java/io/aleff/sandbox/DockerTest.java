package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Info;
import io.aleff.definition.Json;
import io.aleff.sandbox.abuse.AbuseCase;
import io.aleff.sandbox.abuse.AbuseSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The Docker backend. What needs an engine runs where {@link DockerEngines} finds one. */
class DockerTest {

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseOfTheAbuseSuiteHolds() {
    AbuseSuite suite = suite(Protections.ALL);
    return AbuseTest.eachHolds(suite);
  }

  /** The test of the test. */
  @ParameterizedTest
  @EnumSource
  void aCaseTurnsRedWithoutTheProtection(Protection protection) throws Exception {
    AbuseSuite suite = suite(Protections.without(protection));
    AbuseCase abuse = AbuseTest.named(AbuseTest.caseFor(protection));
    AbuseSuite.Verdict verdict = suite.run(abuse);
    assertThat(verdict.skipped()).isEmpty();
    assertThat(verdict.complaints()).as("%s without %s", abuse, protection).isNotEmpty();
  }

  /** Where nobody watched over the containers, the next start does. */
  @Test
  void whatAKilledServerLeftIsRemovedAtTheNextStart() throws Exception {
    AbuseSuite suite = suite(Protections.without(Protection.SERVER_DEATH));
    List<String> before = containers();
    assertThat(suite.run(AbuseTest.named("server-killed")).complaints()).isNotEmpty();
    assertThat(containers()).hasSize(before.size() + 1);
    sandboxes.close();
    sandboxes = DockerEngines.open(Protections.ALL);
    assertThat(containers()).hasSizeLessThanOrEqualTo(before.size());
  }

  private static List<String> containers() throws Exception {
    try (DockerEngine engine = DockerEngine.connect(DockerEngines.settings().host())) {
      return engine
          .client()
          .listContainersCmd()
          .withShowAll(true)
          .withLabelFilter(List.of(Docker.LABEL))
          .exec()
          .stream()
          .map(com.github.dockerjava.api.model.Container::getId)
          .toList();
    }
  }

  @Test
  void theNewestVersionThatBothSpeakIsTaken() throws Exception {
    assertThat(DockerEngine.negotiate("1.41", "1.12").getVersion()).isEqualTo("1.41");
    assertThat(DockerEngine.negotiate("1.51", "1.24").getVersion()).isEqualTo("1.44");
    assertThatThrownBy(() -> DockerEngine.negotiate("1.60", "1.52")).hasMessageContaining("1.52");
  }

  @ParameterizedTest
  @CsvSource({"--ignore-cgroups,true", "-ignore-cgroups=true,true", "--platform=ptrace,false"})
  void aRuntimeThatIgnoresGroupsIsSeen(String word, boolean ignores) {
    JsonNode info =
        Json.MAPPER.readTree(
            "{\"Runtimes\": {\"runsc\": {\"path\": \"runsc\", \"runtimeArgs\": [\"%s\"]}}}"
                .formatted(word));
    assertThat(DockerEngine.ignoresGroups(info, "runsc")).isEqualTo(ignores);
    assertThat(DockerEngine.ignoresGroups(info, "runc")).isFalse();
    assertThat(DockerEngine.ignoresFilter(info, "runsc")).isTrue();
    assertThat(DockerEngine.ignoresFilter(info, "runc")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "runc, runc, true",
    "crun, /usr/bin/crun, true",
    "gvisor, /opt/runsc, false",
    "kata, /usr/bin/kata-runtime, false",
    "other, '', false"
  })
  void onlyKnownRuntimesStartProcessesOfThisKernel(String name, String path, boolean shares) {
    JsonNode info =
        Json.MAPPER.readTree(
            "{\"DefaultRuntime\": \"%s\", \"Runtimes\": {\"%s\": {\"path\": \"%s\"}}}"
                .formatted(name, name, path));
    assertThat(DockerEngine.sharesKernel(info, name)).isEqualTo(shares);
    assertThat(DockerEngine.sharesKernel(info, null)).isEqualTo(shares);
    assertThat(DockerEngine.sharesKernel(Json.MAPPER.readTree("{}"), null)).isFalse();
  }

  @Test
  void gVisorKeepsTheFilterWhenItIsTold() {
    JsonNode info =
        Json.MAPPER.readTree(
            "{\"Runtimes\": {\"g\": {\"path\": \"/opt/runsc\", \"runtimeArgs\": [\"--oci-seccomp\"]}}}");
    assertThat(DockerEngine.ignoresFilter(info, "g")).isFalse();
  }

  @Test
  void saysOfARunOnlyWhatHolds() {
    List<Enforcement> all =
        Stream.of("system calls", "memory", "processes", "cpus", "child processes")
            .map(each -> Enforcement.total(each, ""))
            .toList();
    assertThat(Docker.describe(all, SandboxLimits.DEFAULT))
        .isEqualTo("seccomp, memory 512 MB in total, 64 processes, 1.0 cpu");
    List<Enforcement> none =
        all.stream()
            .map(each -> new Enforcement(each.limit(), Enforcement.Level.NONE, ""))
            .toList();
    assertThat(Docker.describe(none, SandboxLimits.DEFAULT))
        .isEqualTo("no seccomp, memory not limited, processes not limited, cpu not limited");
  }

  @Test
  void anEngineThatMapsUsersIsSeen() {
    assertThat(DockerEngine.remapped(new Info().withSecurityOptions(List.of("name=userns"))))
        .isTrue();
    assertThat(DockerEngine.remapped(new Info().withSecurityOptions(List.of("name=seccomp"))))
        .isFalse();
  }

  @Test
  void aRefusedAttachmentIsAnErrorAndNoWaiting() throws Exception {
    sandboxes = DockerEngines.open(Protections.ALL);
    try (DockerEngine engine = DockerEngine.connect(DockerEngines.settings().host())) {
      assertThatThrownBy(
              () ->
                  DockerStreams.attach(
                      engine.client(), "0".repeat(64), (stream, piece) -> {}, null))
          .isInstanceOf(com.github.dockerjava.api.exception.DockerException.class);
    }
  }

  @Test
  void saysWhatIsMissing() {
    SandboxSettings.Docker nowhere =
        new SandboxSettings.Docker(
            "unix://" + folder.resolve("no.sock"), null, folder.resolve("image.json"));
    SandboxSettings.Bwrap bwrap = new SandboxSettings.Bwrap(folder, SandboxSettings.Bwrap.AUTO);
    sandboxes =
        Sandboxes.open(new SandboxSettings(SandboxSettings.Choice.DOCKER, nowhere, bwrap, null));
    assertThat(sandboxes.problems().toString())
        .contains("No engine listens")
        .contains("apt-get install bubblewrap")
        .contains("aleff sandbox image");
    SandboxSettings.Docker elsewhere =
        new SandboxSettings.Docker("tcp://10.0.0.1:2375", null, folder.resolve("image.json"));
    assertThatThrownBy(() -> DockerEngine.connect(elsewhere.host()))
        .hasMessageContaining("not a socket of this machine");
  }

  @Test
  void anImageIsPinnedByItsIdAndNothingElse() throws Exception {
    Path file = folder.resolve("sandbox/image.json");
    DockerImage image =
        new DockerImage("sha256:" + "a".repeat(64), List.of("/usr/lib/jvm/java-21-x/bin/java"));
    image.write(file);
    assertThat(DockerImage.read(file)).contains(image);
    assertThat(image.interpreter(Sandboxed.profile("java"))).isPresent();
    assertThat(image.interpreter(Sandboxed.profile("python"))).isEmpty();
    Files.writeString(file, "{\"id\": \"aleff-sandbox:latest\"}");
    assertThat(DockerImage.read(file)).isEmpty();
  }

  private AbuseSuite suite(Protections protections) {
    sandboxes = DockerEngines.open(protections);
    return new AbuseSuite(sandboxes, Sandboxed.profiles());
  }
}
