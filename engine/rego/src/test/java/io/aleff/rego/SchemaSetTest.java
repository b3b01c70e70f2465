package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Types from JSON Schemas; what is an error here is one of {@code opa check --schema}. */
class SchemaSetTest {

  private static final Value INPUT =
      value(
          """
          {"type": "object", "properties": {
            "user": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"},
              "roles": {"type": "array", "items": {"type": "string"}}}},
            "next": {"$ref": "#/definitions/node"}, "any": {},
            "u": {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"z": {"type": "number"}}}]},
            "all": {"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "number"}}}]}},
           "definitions": {"node": {"type": "object", "properties": {
            "v": {"type": "string"}, "next": {"$ref": "#/definitions/node"}}}}}
          """);

  private static Value value(String json) {
    return JsonValues.from(Json.MAPPER.readTree(json));
  }

  private static List<String> errors(SchemaSet schemas, String module) {
    return Rego.compile(
            List.of(new SourceText("p.rego", module)), CompileOptions.DEFAULT.withSchemas(schemas))
        .diagnostics()
        .stream()
        .map(Diagnostic::message)
        .toList();
  }

  private static List<String> errors(String body) {
    return errors(SchemaSet.of(INPUT), "package t\n\np if { " + body + " }\n");
  }

  @Test
  void inputHasTheTypeOfItsSchema() {
    assertThat(errors("input.user.name == \"a\"; input.any.foo.bar; input.u.z == 1")).isEmpty();
    assertThat(errors("input.all.a == \"x\"; input.all.b > 1")).isEmpty();
    assertThat(errors("input.user.nam"))
        .singleElement()
        .asString()
        .contains("[\"age\" \"name\" \"roles\"]");
    assertThat(errors("input.user.age == \"x\""))
        .singleElement()
        .asString()
        .startsWith("match error");
    assertThat(errors("startswith(input.user.age, \"x\")")).hasSize(1);
    assertThat(errors("input.user.roles[_] == 3")).hasSize(1);
    assertThat(errors("input.u.q")).hasSize(1);
    assertThat(errors("input.all.c")).hasSize(1);
    assertThat(errors("input.nothing")).hasSize(1);
  }

  @Test
  void aSchemaThatRefersToItselfIsFollowed() {
    assertThat(errors("input.next.next.next.v == \"a\"")).isEmpty();
    assertThat(errors("input.next.next.w")).hasSize(1);
    Value loop = value("{\"$ref\": \"#\"}");
    assertThat(errors(SchemaSet.of(loop), "package t\np if input.x")).isEmpty();
  }

  @Test
  void largeSchemasEnd() {
    StringBuilder wide = new StringBuilder("{\"definitions\": {");
    for (int i = 0; i < 30; i++) {
      wide.append(i == 0 ? "" : ",").append("\"d%d\": {\"properties\": {".formatted(i));
      for (int j = 0; j < 30; j++) {
        wide.append(j == 0 ? "" : ",")
            .append("\"p%d\": {\"$ref\": \"#/definitions/d%d\"}".formatted(j, j));
      }
      wide.append("}}");
    }
    wide.append("}, \"$ref\": \"#/definitions/d0\"}");
    assertThat(errors(SchemaSet.of(value(wide.toString())), "package t\np if input.x.y")).isEmpty();
    String deep = "{\"items\":".repeat(400) + "{}" + "}".repeat(400);
    assertThat(errors(SchemaSet.of(value(deep)), "package t\np if input[0]")).isEmpty();
  }

  @Test
  void schemasThatCannotBeUsedAreErrors() {
    String module = "package t\np if input";
    assertThat(errors(SchemaSet.of(value("{\"$ref\": \"https://example.com/s.json\"}")), module))
        .singleElement()
        .asString()
        .contains("remote reference loading disabled");
    assertThat(errors(SchemaSet.of(value("{\"type\": \"foo\"}")), module)).hasSize(1);
    assertThat(errors(SchemaSet.of(value("{\"$ref\": \"#/a\"}")), module)).hasSize(1);
    assertThat(
            errors(
                SchemaSet.of(
                    value("{\"allOf\": [{\"type\": \"string\"}, {\"type\": \"number\"}]}")),
                module))
        .hasSize(1);
  }

  private static List<String> annotated(String schemas, String rules) {
    SchemaSet set =
        SchemaSet.of(
            Map.of(
                List.of("input"),
                INPUT,
                List.of("acl-schema"),
                value("{\"properties\": {\"alice\": {\"items\": {\"type\": \"string\"}}}}")));
    return errors(
        set,
        "package t\n\n# METADATA\n# schemas:\n"
            + schemas.indent(2).replaceAll("(?m)^", "#").strip().replaceAll("#$", "")
            + "\n"
            + rules);
  }

  @Test
  void annotationsNameSchemas() {
    assertThat(annotated("- input: schema.input", "p if input.user.nam\nq if input.zzz"))
        .hasSize(1);
    assertThat(annotated("- data.acl: schema[\"acl-schema\"]", "p if data.acl.bob")).hasSize(1);
    assertThat(annotated("- data.acl: schema[\"acl-schema\"]", "p if data.acl.alice[0] == \"x\""))
        .isEmpty();
    assertThat(
            annotated("- input: schema.input\n- input.any: {type: string}", "p if input.any == 1"))
        .hasSize(1);
    assertThat(annotated("- input: schema.nope", "p if true"))
        .containsExactly("undefined schema: schema.nope");
    assertThat(annotated("- input: foo.bar", "p if true"))
        .containsExactly("invalid schema reference");
    assertThat(annotated("- foo bar: schema.input", "p if true"))
        .containsExactly("invalid document reference");
    assertThat(annotated("- input: 3", "p if true")).hasSize(1);
  }

  @Test
  void withoutSchemasOnlyThoseThatAreWrittenOutCount() {
    String named = "package t\n\n# METADATA\n# schemas:\n#   - input: schema.input\np if input.x\n";
    String written =
        "package t\n\n# METADATA\n# schemas:\n#   - input: {type: string}\np if input.x\n";
    assertThat(Rego.compile(List.of(new SourceText("p.rego", named))).diagnostics()).isEmpty();
    assertThat(Rego.compile(List.of(new SourceText("p.rego", written))).diagnostics()).hasSize(1);
  }
}
