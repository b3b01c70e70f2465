package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The metadata of packages and rules: comments that begin with {@code # METADATA} and go on as
 * YAML.
 */
final class Annotations {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String START = "METADATA";
  private static final Value SCHEMAS = StringValue.of("schemas");
  private static final Value SCOPE = StringValue.of("scope");

  /** One block and the line after its end. */
  private record Block(ObjectValue value, int after) {
    String scope(String otherwise) {
      return value.get(SCOPE) instanceof StringValue s ? s.value() : otherwise;
    }
  }

  private record Scoped(List<String> path, ObjectValue value) {}

  private final List<Diagnostic> errors;
  private final Map<Value, List<SchemaUse>> uses = new HashMap<>();
  private final List<Scoped> packages = new ArrayList<>();
  private final Map<List<String>, List<ObjectValue>> documents = new HashMap<>();
  private final IdentityHashMap<Rule, List<ObjectValue>> rules = new IdentityHashMap<>();

  private Annotations(List<Diagnostic> errors) {
    this.errors = errors;
  }

  static Annotations of(List<Module> modules, List<Diagnostic> errors) {
    Annotations out = new Annotations(errors);
    modules.forEach(out::read);
    return out;
  }

  private void read(Module module) {
    for (Block block : blocks(module)) {
      int line = block.after;
      Rule rule = next(module, line);
      boolean ofPackage = module.packageLocation().line() >= line;
      if (ofPackage) {
        String scope = block.scope("package");
        packages.add(
            new Scoped(
                scope.equals("subpackages") ? with(module.path(), "*") : module.path(),
                scoped(block, scope)));
      } else if (rule != null) {
        String scope = block.scope("rule");
        switch (scope) {
          case "document" ->
              documents
                  .computeIfAbsent(path(module, rule), p -> new ArrayList<>())
                  .add(scoped(block, scope));
          case "package" -> packages.add(new Scoped(module.path(), scoped(block, scope)));
          case "subpackages" ->
              packages.add(new Scoped(with(module.path(), "*"), scoped(block, scope)));
          default -> rules.computeIfAbsent(rule, r -> new ArrayList<>()).add(scoped(block, "rule"));
        }
      }
    }
  }

  private static List<String> with(List<String> path, String last) {
    List<String> out = new ArrayList<>(path);
    out.add(last);
    return out;
  }

  private static ObjectValue scoped(Block block, String scope) {
    return block.value.with(SCOPE, StringValue.of(scope));
  }

  private static @Nullable Rule next(Module module, int line) {
    return module.rules().stream()
        .filter(rule -> rule.location().line() >= line)
        .findFirst()
        .orElse(null);
  }

  private static List<String> path(Module module, Rule rule) {
    List<String> out = new ArrayList<>(module.path());
    for (io.aleff.rego.ast.Term part : rule.ref()) {
      if (!(part instanceof io.aleff.rego.ast.Term.Scalar s)) {
        break;
      }
      out.add(s.value() instanceof StringValue text ? text.value() : s.value().toString());
    }
    return out;
  }

  private List<Block> blocks(Module module) {
    List<Block> out = new ArrayList<>();
    List<Module.Comment> comments = module.comments();
    for (int i = 0; i < comments.size(); i++) {
      if (!comments.get(i).text().strip().equals(START)) {
        continue;
      }
      SourceLocation at = comments.get(i).location();
      int line = at.line();
      StringBuilder yaml = new StringBuilder();
      while (i + 1 < comments.size() && comments.get(i + 1).location().line() == line + 1) {
        i++;
        line++;
        String text = comments.get(i).text();
        yaml.append(text.startsWith(" ") ? text.substring(1) : text).append('\n');
      }
      ObjectValue value = parse(yaml.toString(), at);
      if (value != null) {
        out.add(new Block(value, line + 1));
      }
    }
    return out;
  }

  private @Nullable ObjectValue parse(String yaml, SourceLocation at) {
    try {
      JsonNode node = YAML.readTree(yaml);
      return JsonValues.from(node) instanceof ObjectValue object
          ? withSchemas(normalized(object), at)
          : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private ObjectValue withSchemas(ObjectValue annotations, SourceLocation at) {
    Value written = annotations.get(SCHEMAS);
    if (written == null) {
      return annotations;
    }
    try {
      List<SchemaUse> read = SchemaUse.of(written);
      ArrayValue shown = ArrayValue.of(read.stream().map(SchemaUse::shown).toList());
      uses.put(shown, read);
      return annotations.with(SCHEMAS, shown);
    } catch (SchemaUse.Wrong e) {
      errors.add(Diagnostic.error("rego_parse_error", at, String.valueOf(e.getMessage())));
      return annotations;
    }
  }

  private static ObjectValue normalized(ObjectValue object) {
    Map<Value, Value> out = object.copy();
    out.computeIfPresent(StringValue.of("authors"), (k, v) -> each(v, Annotations::author));
    out.computeIfPresent(
        StringValue.of("related_resources"), (k, v) -> each(v, text -> Map.of("ref", text)));
    return ObjectValue.of(out);
  }

  private static Value each(
      Value list, java.util.function.Function<String, Map<String, String>> fields) {
    if (!(list instanceof ArrayValue array)) {
      return list;
    }
    List<Value> out = new ArrayList<>();
    for (Value item : array.elements()) {
      if (item instanceof StringValue text) {
        Map<Value, Value> object = new HashMap<>();
        fields
            .apply(text.value())
            .forEach((k, v) -> object.put(StringValue.of(k), StringValue.of(v)));
        out.add(ObjectValue.of(object));
      } else {
        out.add(item);
      }
    }
    return ArrayValue.of(out);
  }

  /** {@code Name <mail>}, or either of them. */
  private static Map<String, String> author(String text) {
    int open = text.lastIndexOf('<');
    if (open < 0 || !text.endsWith(">")) {
      return Map.of("name", text.strip());
    }
    String mail = text.substring(open + 1, text.length() - 1);
    String name = text.substring(0, open).strip();
    return name.isEmpty() ? Map.of("email", mail) : Map.of("name", name, "email", mail);
  }

  /** The metadata of a rule and of what is around it, innermost first. */
  ArrayValue chain(Module module, Rule rule) {
    List<String> path = path(module, rule);
    List<Value> out = new ArrayList<>();
    List<ObjectValue> own = rules.getOrDefault(rule, List.of());
    if (own.isEmpty()) {
      out.add(link(path, null));
    }
    own.forEach(value -> out.add(link(path, value)));
    documents.getOrDefault(path, List.of()).forEach(value -> out.add(link(path, value)));
    for (int size = module.path().size(); size > 0; size--) {
      List<String> prefix = module.path().subList(0, size);
      for (Scoped scoped : packages) {
        boolean same = scoped.path.equals(prefix) && size == module.path().size();
        if (same || scoped.path.equals(with(prefix, "*"))) {
          out.add(link(prefix, scoped.value));
        }
      }
    }
    return ArrayValue.of(out);
  }

  /** The schemas that hold around a rule, those of outer scopes first. */
  List<SchemaUse> schemas(Module module, Rule rule) {
    if (uses.isEmpty()) {
      return List.of();
    }
    List<SchemaUse> out = new ArrayList<>();
    for (int size = 0; size <= module.path().size(); size++) {
      List<String> below = with(module.path().subList(0, size), "*");
      packages.stream().filter(s -> s.path.equals(below)).forEach(s -> add(s.value, out));
    }
    packages.stream().filter(s -> s.path.equals(module.path())).forEach(s -> add(s.value, out));
    documents.getOrDefault(path(module, rule), List.of()).forEach(value -> add(value, out));
    return out;
  }

  /** The schemas that a rule's own annotations name. */
  List<SchemaUse> ownSchemas(Rule rule) {
    List<SchemaUse> out = new ArrayList<>();
    rules.getOrDefault(rule, List.of()).forEach(value -> add(value, out));
    return out;
  }

  private void add(ObjectValue annotations, List<SchemaUse> out) {
    Value shown = annotations.get(SCHEMAS);
    if (shown != null) {
      out.addAll(uses.getOrDefault(shown, List.of()));
    }
  }

  /** The metadata of a rule alone; empty when it has none. */
  ObjectValue rule(Rule rule) {
    List<ObjectValue> own = rules.getOrDefault(rule, List.of());
    return own.isEmpty() ? ObjectValue.EMPTY : own.getFirst();
  }

  private static Value link(List<String> path, @Nullable ObjectValue annotations) {
    List<Value> parts = new ArrayList<>();
    path.forEach(part -> parts.add(StringValue.of(part)));
    ObjectValue out = ObjectValue.EMPTY.with(StringValue.of("path"), ArrayValue.of(parts));
    return annotations == null ? out : out.with(StringValue.of("annotations"), annotations);
  }
}
