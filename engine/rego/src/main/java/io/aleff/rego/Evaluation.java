package io.aleff.rego;

import io.aleff.definition.SourceLocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What asking a policy for a document gave. */
public sealed interface Evaluation {

  /** The document. */
  record Defined(JsonNode value) implements Evaluation {}

  /** No rule gave the document a value. */
  record Undefined() implements Evaluation {}

  /**
   * The evaluation did not finish; whoever asked must deny.
   *
   * @param code as OPA names it, for example {@code eval_conflict_error}, or {@code eval_limit_…}
   * @param location the rule or expression, when known
   */
  record Failed(String code, String message, @Nullable SourceLocation location)
      implements Evaluation {}
}
