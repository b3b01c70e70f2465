package io.aleff.rego;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and runs cases in OPA's own format. */
final class ConformanceCases {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final CompileOptions OPTIONS = CompileOptions.DEFAULT.withMockable(true);

  private ConformanceCases() {}

  /**
   * One case.
   *
   * @param id path and index, because notes are not unique
   */
  record Case(String id, JsonNode node) {}

  /** The folder of cases, or null when this machine has none. */
  static @Nullable Path folder() {
    String given = System.getProperty("aleff.suites", System.getenv("ALEFF_SUITES"));
    if (given != null) {
      return Path.of(given, "rego");
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path suites = at.resolve("shared/suites/rego");
      if (Files.isDirectory(suites)) {
        return suites;
      }
    }
    return null;
  }

  static List<Case> read(Path folder) {
    List<Case> out = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String name = folder.relativize(file).toString();
        int index = 0;
        for (JsonNode node : YAML.readTree(Files.readString(file)).path("cases")) {
          out.add(new Case(name + "#" + index++, node));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** Null when the case passes, otherwise why not. */
  static @Nullable String run(Case c) {
    JsonNode node = c.node();
    List<SourceText> modules = new ArrayList<>();
    for (JsonNode module : node.path("modules")) {
      modules.add(new SourceText("test-" + modules.size() + ".rego", module.asString()));
    }
    Rego.Compilation compiled = Rego.compile(modules, OPTIONS);
    Policy policy = compiled.policy();
    if (policy == null) {
      return failed(node, compiled.diagnostics().toString());
    }
    Value input = JsonValues.fromNullable(node.get("input"));
    if (node.has("input_term")) {
      input = term(node.get("input_term").asString());
    }
    Value data = JsonValues.fromNullable(node.get("data"));
    Limits limits =
        Limits.DEFAULT.withStrictBuiltinErrors(node.path("strict_error").asBoolean(false));
    Policy.Outcome outcome = policy.run(node.path("query").asString(), input, data, limits);
    return switch (outcome) {
      case Policy.Outcome.Rejected r -> failed(node, r.errors().toString());
      case Policy.Outcome.Failed f ->
          failed(
              node,
              (f.location() == null ? "" : f.location().path() + ":" + f.location().line() + ": ")
                  + f.code()
                  + ": "
                  + f.message());
      case Policy.Outcome.Solutions s -> compare(node, s.values());
    };
  }

  private static @Nullable Value term(String text) {
    Rego.Compilation empty = Rego.compile(List.of(new SourceText("t", "package t")), OPTIONS);
    Policy policy = java.util.Objects.requireNonNull(empty.policy());
    return policy.run("x = " + text, null, null, Limits.DEFAULT)
            instanceof Policy.Outcome.Solutions s
        ? s.values().getFirst().get("x")
        : null;
  }

  private static @Nullable String failed(JsonNode node, String message) {
    boolean wanted = node.has("want_error") || node.has("want_error_code");
    String code = node.path("want_error_code").asString("");
    String text = node.path("want_error").asString("");
    return wanted && message.contains(code) && message.contains(text)
        ? null
        : "failed with: " + message + (wanted ? "; wanted " + code + " " + text : "");
  }

  private static @Nullable String compare(JsonNode node, List<Map<String, Value>> got) {
    if (node.has("want_error") || node.has("want_error_code")) {
      return "wanted " + node.path("want_error_code") + node.path("want_error") + " got " + got;
    }
    if (node.has("want_defined")) {
      return node.path("want_defined").asBoolean() != got.isEmpty() ? null : "got " + got;
    }
    boolean sort = node.path("sort_bindings").asBoolean(false);
    List<Value> found = new ArrayList<>();
    for (Map<String, Value> solution : got) {
      Map<Value, Value> out = new HashMap<>();
      solution.forEach(
          (name, value) -> {
            if (!name.startsWith("$")) {
              out.put(io.aleff.rego.value.StringValue.of(name), sorted(json(value), sort));
            }
          });
      found.add(ObjectValue.of(out));
    }
    List<Value> wanted = new ArrayList<>();
    for (JsonNode want : node.path("want_result")) {
      Value value = JsonValues.from(want);
      wanted.add(
          value instanceof ObjectValue o
              ? ObjectValue.of(
                  new HashMap<>(
                      o.entries().entrySet().stream()
                          .collect(
                              java.util.stream.Collectors.toMap(
                                  Map.Entry::getKey, e -> sorted(e.getValue(), sort)))))
              : value);
    }
    found.sort(Value::compareTo);
    wanted.sort(Value::compareTo);
    return found.equals(wanted) ? null : "got " + found + " wanted " + wanted;
  }

  private static Value json(Value value) {
    return JsonValues.from(Json.MAPPER.readTree(JsonValues.write(value)));
  }

  private static Value sorted(Value value, boolean sort) {
    if (sort && value instanceof ArrayValue a) {
      List<Value> out = new ArrayList<>(a.elements());
      out.sort(Value::compareTo);
      return ArrayValue.of(out);
    }
    return value;
  }
}
