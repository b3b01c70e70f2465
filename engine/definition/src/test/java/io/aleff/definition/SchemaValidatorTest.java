package io.aleff.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaValidatorTest {

  private static final String HEAD = "apiVersion: aleff/v1\nkind: TaskNetwork\nname: n\n";

  private static YamlNode yaml(String text) {
    return Objects.requireNonNull(YamlReader.read(new SourceText("x.yaml", text)).root());
  }

  private static List<Diagnostic> network(String text) {
    return SchemaValidator.named("task-network").validate(yaml(HEAD + text));
  }

  private static Diagnostic only(List<Diagnostic> findings) {
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"task-network", "task-network-test", "connector", "tenant", "policy-test"})
  void publishesSchemasThatAreValid(String name) {
    SourceText text = new SourceText(name, SchemaValidator.resource(name).toString());
    YamlNode schema = Objects.requireNonNull(YamlReader.read(text).root());
    assertThat(SchemaValidator.checkSchema(schema)).isEmpty();
    assertThat(schema.at("$id"))
        .extracting(YamlNode::toJson)
        .extracting(n -> n.asString(""))
        .isEqualTo(SchemaValidator.address(name));
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    Diagnostic found = only(network("taskz: {}\n"));
    assertThat(found.code()).isEqualTo("SCHEMA-001");
    assertThat(found.location()).hasToString("x.yaml:4:1");
    assertThat(found.message()).contains("\"taskz\"");
    assertThat(found.expected()).contains("actions").contains("tasks");
    assertThat(found.hint()).isEqualTo("Maybe \"tasks\"?");
  }

  @Test
  void findsTheKeysOfANestedObject() {
    Diagnostic found = only(network("actions:\n  a: {efect: [x]}\n"));
    assertThat(found.location()).hasToString("x.yaml:5:7");
    assertThat(found.hint()).isEqualTo("Maybe \"effect\"?");
  }

  @Test
  void namesTheMissingKey() {
    Diagnostic found =
        only(
            SchemaValidator.named("task-network")
                .validate(yaml("apiVersion: aleff/v1\nkind: TaskNetwork\n")));
    assertThat(found.code()).isEqualTo("SCHEMA-002");
    assertThat(found.message()).isEqualTo("The key \"name\" is missing.");
  }

  @Test
  void saysWhatTypeWasExpected() {
    Diagnostic found = only(network("actions: {a: {run: 7}}\n"));
    assertThat(found.code()).isEqualTo("SCHEMA-003");
    assertThat(found.message()).isEqualTo("7 should be a mapping.");
    assertThat(found.location()).hasToString("x.yaml:4:20");
  }

  @Test
  void suggestsTheValueThatWasMeant() {
    Diagnostic found = only(network("actions: {a: {reversibility: reversable}}\n"));
    assertThat(found.code()).isEqualTo("SCHEMA-004");
    assertThat(found.hint()).isEqualTo("Maybe \"reversible\"?");
    assertThat(found.expected()).startsWith("read-only, ");
  }

  @Test
  void describesFormsInWords() {
    Diagnostic found = only(network("actions: {a: {duration: 5s}}\n"));
    assertThat(found.code()).isEqualTo("SCHEMA-005");
    assertThat(found.expected()).contains("PT5S");
  }

  @Test
  void reportsEverythingAtOnceInOrder() {
    assertThat(network("zzz: 1\ntypes: [a]\nactions: {a: {cost: [], duration: 1}}\n"))
        .extracting(d -> d.location().line())
        .containsExactly(4, 5, 6, 6);
  }

  @Test
  void needsAConnectorOrAProcess() {
    assertThat(only(network("actions: {a: {run: {input: {}}}}\n")).message())
        .contains("\"connector\"");
    assertThat(network("actions: {a: {run: {process: p}}}\n")).isEmpty();
    assertThat(network("actions: {a: {run: {process: p, connector: a.b}}}\n")).isNotEmpty();
  }

  @Test
  void readsYesAsALikelyTrue() {
    SchemaValidator validator =
        SchemaValidator.parse("{\"properties\":{\"on\":{\"type\":\"boolean\"}}}");
    Diagnostic found = only(validator.validate(yaml("on: yes\n")));
    assertThat(found.hint()).isEqualTo("Maybe \"true\"?");
  }

  @Test
  void namesThePathWhenThereIsNoSource() {
    SchemaValidator validator =
        SchemaValidator.parse("{\"properties\":{\"a\":{\"items\":{\"type\":\"string\"}}}}");
    SourceLocation at = new SourceLocation("y.yaml", 3, 4);
    Diagnostic found = only(validator.validate(Json.MAPPER.readTree("{\"a\":[\"x\",1]}"), at));
    assertThat(found.location()).isEqualTo(at);
    assertThat(found.message()).isEqualTo("At /a/1: 1 should be a text.");
  }

  @Test
  void findsTheFaultInAnAuthorsSchema() {
    Diagnostic found =
        SchemaValidator.checkSchema(yaml("type: object\nproperties:\n  a: {type: strnig}\n"))
            .getFirst();
    assertThat(found.code()).isEqualTo("SCHEMA-007");
    assertThat(found.location()).hasToString("x.yaml:3:13");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$ref: https://example.com/x.json",
        "$ref: file:///etc/passwd",
        "$ref: classpath:/schemas/v1/tenant.schema.json",
        "properties: {a: {$ref: 'http://127.0.0.1:1/x.json'}}",
        "$ref: '#/$defs/none'",
        "properties: {a: {pattern: '['}}"
      })
  void neverLoadsAnythingFromOutside(String schema) {
    assertThat(SchemaValidator.checkSchema(yaml(schema + "\n")))
        .isNotEmpty()
        .allMatch(d -> d.code().equals("SCHEMA-007"));
  }

  @Test
  void acceptsEveryFormOfConditionAndEffect() {
    assertThat(
            network(
                """
                actions:
                  a:
                    precondition: [{or: [p(x, 1), {not: q(x)}]}, {forall: {y: file}, holds: p(y)}]
                    effect: [p(x, 2), {when: q(x), then: [not p(x)]}]
                  b: {precondition: p(x), effect: q(x)}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "htn/data-report.yaml,task-network",
    "htn/data-report.test.yaml,task-network-test",
    "tenants/default.yaml,tenant"
  })
  void acceptsTheDefaultDefinitions(String path, String schema) throws IOException {
    Path file = Path.of("..", "..", "definitions").resolve(path);
    Definition definition = Definition.read(new SourceText(path, Files.readString(file)), schema);
    assertThat(definition.diagnostics()).isEmpty();
    assertThat(definition.root()).isNotNull();
  }

  @Test
  void refusesAnUnknownName() {
    assertThatIllegalArgumentException().isThrownBy(() -> SchemaValidator.named("nothing"));
  }
}
