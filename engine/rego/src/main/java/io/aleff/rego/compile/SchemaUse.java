package io.aleff.rego.compile;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.parse.ModuleParser;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code schemas:} in annotations: what is known of a document.
 *
 * @param path {@code input} or {@code data} and the keys below it
 * @param schema the path below {@code schema}; null when the schema is written out
 * @param definition the schema itself; null when it is named
 */
record SchemaUse(List<Value> path, @Nullable List<String> schema, @Nullable Value definition) {

  /** A wrong entry. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  /** The entries of a list of annotations. */
  static List<SchemaUse> of(Value schemas) throws Wrong {
    List<SchemaUse> out = new ArrayList<>();
    if (!(schemas instanceof ArrayValue all)) {
      throw new Wrong("schemas must be a list");
    }
    for (Value one : all.elements()) {
      if (!(one instanceof ObjectValue pair) || pair.size() != 1) {
        throw new Wrong("an entry of schemas must be one path with its schema");
      }
      Value key = pair.sortedKeys().getFirst();
      List<Value> path = key instanceof StringValue text ? ref(text.value()) : null;
      if (path == null) {
        throw new Wrong("invalid document reference");
      }
      switch (pair.get(key)) {
        case StringValue text -> out.add(new SchemaUse(path, named(text.value()), null));
        case ObjectValue definition -> out.add(new SchemaUse(path, null, definition));
        case null, default ->
            throw new Wrong("invalid schema declaration for path \"" + text(key) + "\"");
      }
    }
    return out;
  }

  private static String text(Value key) {
    return key instanceof StringValue s ? s.value() : key.toString();
  }

  private static List<String> named(String text) throws Wrong {
    List<Value> ref = ref(text);
    if (ref == null || !ref.getFirst().equals(StringValue.of("schema"))) {
      throw new Wrong("invalid schema reference");
    }
    List<String> out = new ArrayList<>();
    ref.subList(1, ref.size()).forEach(part -> out.add(text(part)));
    return out;
  }

  /** The parts of a reference without variables; null for anything else. */
  private static @Nullable List<Value> ref(String text) {
    List<Literal> query = ModuleParser.query(text).body();
    if (query.size() != 1 || !(query.getFirst().expr() instanceof Expr.Is is)) {
      return null;
    }
    Term term = is.term();
    Term head = term instanceof Term.Ref ref ? ref.head() : term;
    if (!(head instanceof Term.Var name)) {
      return null;
    }
    List<Value> out = new ArrayList<>();
    out.add(StringValue.of(name.name()));
    for (Term part : term instanceof Term.Ref ref ? ref.path() : List.<Term>of()) {
      if (!(part instanceof Term.Scalar s)) {
        return null;
      }
      out.add(s.value());
    }
    return out;
  }

  /** As {@code rego.metadata} shows it. */
  Value shown() {
    Map<Value, Value> out = new HashMap<>();
    out.put(StringValue.of("path"), ArrayValue.of(path));
    if (schema != null) {
      List<Value> parts = new ArrayList<>(List.of(StringValue.of("schema")));
      schema.forEach(part -> parts.add(StringValue.of(part)));
      out.put(StringValue.of("schema"), ArrayValue.of(parts));
    }
    if (definition != null) {
      out.put(StringValue.of("definition"), definition);
    }
    return ObjectValue.of(out);
  }

  /** The schema as an error names it. */
  String name() {
    StringBuilder out = new StringBuilder("schema");
    for (String part : schema == null ? List.<String>of() : schema) {
      out.append(
          part.matches("[A-Za-z_][A-Za-z_0-9]*") ? "." + part : "[" + StringValue.of(part) + "]");
    }
    return out.toString();
  }
}
