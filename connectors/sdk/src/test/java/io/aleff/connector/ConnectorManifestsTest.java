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

  private static final String SANDBOX =
      """
      apiVersion: aleff/v1
      kind: Connector
      name: box
      type: sandbox
      operations:
        python: {input: {type: object}, reversibility: reversible}
      egress: [files.example.org]
      secrets: [GITHUB]
      settings:
        egress:
          - {host: api.github.com, methods: [GET], tls: true, headers: {Authorization: "Bearer ${secret:GITHUB}"}}
        egressMb: 20
        privateAddresses: false
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      host: api.github.com | host: 10.0.0.1 | is an address | 11
      host: api.github.com | host: 0x7f.1 | is an address | 11
      host: api.github.com | host: "[::1]" | is an address | 11
      host: api.github.com | host: "https://api.github.com" | is not a name | 11
      host: api.github.com | hosts: api.github.com | no key | 11
      methods: [GET] | methods: GET | no list | 11
      methods: [GET] | methods: [] | no list | 11
      methods: [GET] | methods: [get] | no method | 11
      methods: [GET] | methods: [CONNECT] | tunnels | 11
      tls: true | tls: yes | neither true | 11
      {Authorization: | {Host: | belongs to the proxy | 11
      {Authorization: | {Transfer-Encoding: | belongs to the proxy | 11
      {Authorization: | {"A B": | no name of a header | 11
      secret:GITHUB | secret:GITHUP | names no secret | 11
      secret:GITHUB | GITHUB | names no secret | 11
      "Bearer ${secret:GITHUB}" | "Bearer\\r\\nX: y" | no line of text | 11
      egressMb: 20 | egressMb: 0 | no number | 12
      egressMb: 20 | egressMb: "20" | no number | 12
      privateAddresses: false | privateAddresses: "false" | neither true | 13
      """)
  void findsWhatIsWrongWithTheWayOutOfSandboxes(String from, String to, String message, int line) {
    assertThat(read(SANDBOX).diagnostics()).isEmpty();
    assertThat(SANDBOX).contains(from);
    assertThat(read(SANDBOX.replace(from, to)).diagnostics())
        .filteredOn(found -> found.message().contains(message))
        .first()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo("SANDBOX-005");
              assertThat(found.isError()).isTrue();
              assertThat(found.location().line()).isEqualTo(line);
            });
  }

  @Test
  void policiesSeeEveryHost() {
    ConnectorManifest box = Objects.requireNonNull(read(SANDBOX).manifests().get("box"));
    assertThat(box.reaches()).containsExactly("files.example.org", "api.github.com");
  }
}
