package io.aleff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxProfilesTest {

  private static final String GOOD =
      """
      apiVersion: aleff/v1
      kind: SandboxProfile
      name: python
      source: main.py
      interpreters: [/usr/bin/python3]
      install: python3
      command: ["${interpreter}", "-I", "${main}"]
      limits: {memoryMb: 64, childProcesses: false}
      system: [/etc/fonts]
      mounts: [{source: /srv/models, target: /models}]
      environment: {MODE: quick}
      """;

  @Test
  void aProfileComesBackFromItsJson() {
    SandboxProfile profile = only(read(GOOD));
    assertThat(profile.command()).containsExactly("${interpreter}", "-I", "${main}");
    assertThat(profile.mounts())
        .containsExactly(new SandboxProfile.Mount("/srv/models", "/models"));
    assertThat(profile.limits().path("childProcesses").asBoolean(true)).isFalse();
    assertThat(SandboxProfile.of(profile.toJson())).isEqualTo(profile);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithItsLine() {
    SandboxProfiles.Reading reading =
        read(
            GOOD.replace("\"${main}\"", "\"${mian}\"")
                .replace("/etc/fonts", "/etc/shadow")
                .replace("/srv/models", "/root/models")
                .replace("target: /models", "target: /usr/models"));
    assertThat(reading.profiles()).isEmpty();
    assertThat(reading.diagnostics().stream().map(Diagnostic::code))
        .containsExactlyInAnyOrder(
            "SANDBOX-002", "SANDBOX-002", "SANDBOX-003", "SANDBOX-003", "SANDBOX-003");
    assertThat(reading.diagnostics().getFirst().print(null)).contains(":7:").contains("main");
  }

  @Test
  void limitsHaveTheirRangesAndNames() {
    SandboxProfiles.Reading reading = read(GOOD.replace("memoryMb: 64", "memoryMb: 8, cpu: 2"));
    assertThat(reading.diagnostics()).hasSize(2).allMatch(Diagnostic::isError);
    assertThat(reading.diagnostics().toString()).contains("memoryMb").contains("cpu");
  }

  @Test
  void twoProfilesOfOneNameAreAnError() {
    SandboxProfiles.Reading reading =
        SandboxProfiles.read(
            List.of(new SourceText("a.yaml", GOOD), new SourceText("b.yaml", GOOD)));
    assertThat(reading.diagnostics().stream().map(Diagnostic::code)).containsExactly("SANDBOX-001");
  }

  @Test
  void anOperationGetsTheProfileOfItsNameOrTheOneThatSettingsName() {
    Map<String, SandboxProfile> profiles = read(GOOD).profiles();
    List<Diagnostic> found = new ArrayList<>();
    ConnectorManifest bound =
        SandboxProfiles.bind(manifest("analyse", "profiles: {analyse: python}"), profiles, found)
            .values()
            .iterator()
            .next();
    assertThat(found).isEmpty();
    assertThat(SandboxProfile.of(bound.settings().path("profiles").path("analyse")))
        .isEqualTo(only(read(GOOD)));
    SandboxProfiles.bind(manifest("pyhton", "{}"), profiles, found);
    assertThat(found.stream().map(Diagnostic::code)).containsExactly("SANDBOX-004");
    assertThat(found.getFirst().hint()).contains("python");
  }

  private static Map<String, ConnectorManifest> manifest(String operation, String settings) {
    String yaml =
        """
        apiVersion: aleff/v1
        kind: Connector
        name: code
        type: sandbox
        operations:
          %s: {input: {type: object}, reversibility: reversible}
        settings:
          %s
        """;
    return ConnectorManifests.read(
            List.of(new SourceText("connectors/code.yaml", yaml.formatted(operation, settings))))
        .manifests();
  }

  private static SandboxProfiles.Reading read(String yaml) {
    return SandboxProfiles.read(List.of(new SourceText("connectors/sandbox/p.yaml", yaml)));
  }

  private static SandboxProfile only(SandboxProfiles.Reading reading) {
    assertThat(reading.diagnostics()).isEmpty();
    return reading.profiles().values().iterator().next();
  }
}
