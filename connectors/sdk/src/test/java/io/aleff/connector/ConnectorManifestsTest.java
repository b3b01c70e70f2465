package io.aleff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Reversibility;
import io.aleff.definition.SourceText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorManifestsTest {

  private static final String GOOD =
      """
      apiVersion: aleff/v1
      kind: Connector
      name: crm
      type: http
      operations:
        create:
          input: {type: object, properties: {name: {type: string}}, required: [name]}
          reversibility: compensatable
          undo: remove
          effects: [network]
          timeout: PT20S
        remove:
          input: {type: object}
          reversibility: irreversible
      egress: [api.crm.example]
      secrets: [CRM_TOKEN]
      retry: {maxAttempts: 5, initialDelay: PT1S, maxDelay: PT8S}
      """;

  private static ConnectorManifests.Reading read(String... texts) {
    return ConnectorManifests.read(
        Arrays.stream(texts).map(text -> new SourceText("connectors/c.yaml", text)).toList());
  }

  @Test
  void readsAManifestWithDefaults() {
    ConnectorManifests.Reading reading = read(GOOD);
    assertThat(reading.diagnostics()).isEmpty();
    ConnectorManifest crm = Objects.requireNonNull(reading.manifests().get("crm"));
    assertThat(crm.kind()).isEqualTo("http");
    assertThat(crm.operations()).containsOnlyKeys("create", "remove");
    assertThat(Objects.requireNonNull(crm.operations().get("create")))
        .satisfies(
            create -> {
              assertThat(create.reversibility()).isEqualTo(Reversibility.COMPENSATABLE);
              assertThat(create.undo()).isEqualTo("remove");
              assertThat(create.timeout()).isEqualTo(Duration.ofSeconds(20));
            });
    assertThat(crm.retry())
        .isEqualTo(
            new ConnectorManifest.Retry(5, Duration.ofSeconds(1), 2, Duration.ofSeconds(8), 0.3));
    assertThat(crm.circuitBreaker()).isEqualTo(ConnectorManifest.CircuitBreaker.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "undo: remove          | undo: remov           | CONNECTOR-003 | 9",
        "undo: remove          | undo: create          | CONNECTOR-003 | 9",
        "input: {type: object} | input: {type: object, required: [key]} | CONNECTOR-007 | 9",
        "compensatable         | irreversible          | CONNECTOR-004 | 9",
        "effects: [network]    | effects: [message]    | -             | 0",
        "maxAttempts: 5        | maxAttempts: 0        | CONNECTOR-002 | 17",
        "maxAttempts: 5        | multiplier: 0.5       | CONNECTOR-002 | 17",
        "maxAttempts: 5        | jitter: 1.5           | CONNECTOR-002 | 17",
        "maxDelay: PT8S        | maxDelay: PT0.5S      | CONNECTOR-002 | 17",
        "timeout: PT20S        | timeout: PT0S         | CONNECTOR-002 | 11",
        "timeout: PT20S        | timeout: PT2H         | CONNECTOR-002 | 11",
        "{type: string}        | {type: strng}         | CONNECTOR-005 | 7",
        "input: {type: object} | input: {type: array}  | CONNECTOR-005 | 13",
        "{type: string}        | {$ref: 'file:///etc/passwd'} | CONNECTOR-005 | 7",
        "api.crm.example       | 'https://x.example/y' | SCHEMA-005    | 15",
        "api.crm.example       | '*'                   | SCHEMA-005    | 15",
        "CRM_TOKEN             | sk-12345              | SCHEMA-005    | 16",
        "reversibility: irreversible | x: y            | SCHEMA-001    | 14"
      })
  void saysWhatIsWrongAndWhere(String text, String replacement, String code, int line) {
    ConnectorManifests.Reading reading = read(GOOD.replace(text.strip(), replacement.strip()));
    if (code.equals("-")) {
      assertThat(reading.diagnostics()).isEmpty();
      return;
    }
    assertThat(reading.manifests()).isEmpty();
    assertThat(reading.diagnostics())
        .anySatisfy(
            d -> {
              assertThat(d.code()).isEqualTo(code.strip());
              assertThat(d.location().line()).isEqualTo(line);
            });
  }

  @Test
  void aMessageIsNeverHarmless() {
    String text =
        GOOD.replace(
            "reversibility: irreversible", "reversibility: read-only\n    effects: [message]");
    assertThat(read(text).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("CONNECTOR-004");
  }

  @Test
  void compensatableNeedsAnUndo() {
    assertThat(read(GOOD.replace("    undo: remove\n", "")).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("CONNECTOR-003");
  }

  @Test
  void refusesTheSameNameTwice() {
    ConnectorManifests.Reading reading = read(GOOD, GOOD);
    assertThat(reading.manifests()).containsOnlyKeys("crm");
    assertThat(reading.diagnostics()).extracting(Diagnostic::code).containsExactly("CONNECTOR-001");
  }

  @Test
  void warnsOfAddressesOfThisMachine() {
    ConnectorManifests.Reading reading =
        read(GOOD.replace("api.crm.example", "localhost, 10.0.0.1"));
    assertThat(reading.diagnostics()).hasSize(2).noneMatch(Diagnostic::isError);
    assertThat(reading.manifests()).containsOnlyKeys("crm");
  }

  @Test
  void reportsTheFindingsOfAllFilesAtOnce() {
    List<Diagnostic> found =
        read(GOOD.replace("PT20S", "PT2H"), "kind: Connector\nfoo: 1\nfoo: 2\n").diagnostics();
    assertThat(found)
        .extracting(Diagnostic::code)
        .contains("CONNECTOR-002", "YAML-002", "SCHEMA-001");
  }
}
