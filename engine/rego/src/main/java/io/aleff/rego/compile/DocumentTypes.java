package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.SchemaSet;
import io.aleff.rego.types.SchemaProblem;
import io.aleff.rego.types.SchemaTypes;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.TypeTree;
import io.aleff.rego.types.Types;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What schemas say about the documents that rules read. */
final class DocumentTypes {

  /**
   * The documents of one rule.
   *
   * @param input the type of the input
   * @param data the type of all data; null when only rules are known
   */
  record Known(Type input, @Nullable Type data) {
    static final Known NOTHING = new Known(Type.ANY, null);
  }

  private static final Value INPUT = StringValue.of("input");
  private static final Value DATA = StringValue.of("data");

  private final @Nullable SchemaSet schemas;
  private final Map<Object, Type> types = new HashMap<>();
  private final Known everywhere;

  private DocumentTypes(@Nullable SchemaSet schemas, Known everywhere) {
    this.schemas = schemas;
    this.everywhere = everywhere;
  }

  /**
   * @throws SchemaProblem when the schema of every input cannot be used
   */
  static DocumentTypes of(@Nullable SchemaSet schemas) throws SchemaProblem {
    Value input = schemas == null ? null : schemas.input();
    return new DocumentTypes(
        schemas, input == null ? Known.NOTHING : new Known(SchemaTypes.of(input), null));
  }

  static DocumentTypes nothing() {
    return new DocumentTypes(null, Known.NOTHING);
  }

  /** What every rule and query knows. */
  Known everywhere() {
    return everywhere;
  }

  /** What one rule knows, with its annotations; those that come later hold. */
  Known of(TypedRule rule, TypeTree rules, List<Diagnostic> errors) {
    Known known = everywhere;
    for (SchemaUse use : rule.schemas()) {
      Type type;
      try {
        type = type(use);
      } catch (SchemaProblem e) {
        errors.add(Diagnostic.error("rego_type_error", rule.at(), e.text()));
        continue;
      }
      if (type == null) {
        continue;
      }
      List<Value> below = use.path().subList(1, use.path().size());
      if (use.path().getFirst().equals(INPUT)) {
        known = new Known(override(known.input(), below, type), known.data());
      } else if (use.path().getFirst().equals(DATA)) {
        Type data = known.data() == null ? rules.extent() : known.data();
        known = new Known(known.input(), override(data, below, type));
      }
    }
    return known;
  }

  private @Nullable Type type(SchemaUse use) throws SchemaProblem {
    Value schema = use.definition();
    Object key = schema;
    if (schema == null) {
      if (schemas == null) {
        return null;
      }
      schema = schemas.named().get(use.schema());
      key = use.schema();
      if (schema == null) {
        throw new SchemaProblem("undefined schema: " + use.name());
      }
    }
    Type found = types.get(key);
    if (found == null && key != null) {
      found = SchemaTypes.of(schema);
      types.put(key, found);
    }
    return found;
  }

  /** A type in which the type at one place is another. */
  private static Type override(@Nullable Type of, List<Value> path, Type type) {
    if (path.isEmpty()) {
      return type;
    }
    if (!(of instanceof Type.Entries object)) {
      return only(path, type, new Type.Others(Type.ANY, Type.ANY));
    }
    Map<Value, @Nullable Type> fixed = new TreeMap<>(object.fixed());
    Value first = path.getFirst();
    List<Value> rest = path.subList(1, path.size());
    fixed.put(
        first,
        fixed.containsKey(first)
            ? override(fixed.get(first), rest, type)
            : rest.isEmpty() ? type : only(rest, type, object.others()));
    return Types.object(fixed, object.others());
  }

  private static Type only(List<Value> path, Type type, Type.@Nullable Others others) {
    Map<Value, @Nullable Type> fixed = new TreeMap<>();
    List<Value> rest = path.subList(1, path.size());
    fixed.put(path.getFirst(), rest.isEmpty() ? type : only(rest, type, others));
    return Types.object(fixed, others);
  }
}
