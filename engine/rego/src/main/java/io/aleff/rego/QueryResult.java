package io.aleff.rego;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a query gave. */
public sealed interface QueryResult {

  /** One map of variables for each solution; empty when the query is undefined. */
  record Bindings(List<Map<String, JsonNode>> solutions) implements QueryResult {}

  /** The query itself is wrong. */
  record Rejected(List<Diagnostic> diagnostics) implements QueryResult {}

  /** The evaluation did not finish. */
  record Failed(String code, String message, @Nullable SourceLocation location)
      implements QueryResult {}
}
