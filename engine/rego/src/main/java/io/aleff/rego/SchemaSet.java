package io.aleff.rego;

import io.aleff.rego.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas for the type checker, as {@code opa check --schema} takes them.
 *
 * @param input the schema of every input; null when schemas are only used where annotations name
 *     them
 * @param named schemas by their paths below {@code schema}, for example {@code [accounts, input]}
 *     for {@code schema.accounts.input}
 */
public record SchemaSet(@Nullable Value input, Map<List<String>, Value> named) {

  public SchemaSet {
    named = Map.copyOf(named);
  }

  /** One schema for every input; annotations may name it {@code schema}. */
  public static SchemaSet of(Value input) {
    return new SchemaSet(input, Map.of(List.of(), input));
  }

  /** Schemas that annotations name. */
  public static SchemaSet of(Map<List<String>, Value> named) {
    return new SchemaSet(null, named);
  }
}
