package io.aleff.guardrail;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of the decision input. */
public final class DecisionInputs {

  private static final String NAME = "decision-input";
  private static final SourceLocation PLACE = new SourceLocation("input", 1, 1);

  private DecisionInputs() {}

  /** The published JSON Schema. */
  public static JsonNode schema() {
    return SchemaValidator.resource(NAME);
  }

  /** What is wrong with an input; null when nothing is. */
  static @Nullable String problem(ObjectNode input) {
    List<Diagnostic> found = SchemaValidator.named(NAME).validate(input, PLACE);
    if (!found.isEmpty()) {
      return found.stream().limit(5).map(Diagnostic::message).collect(Collectors.joining("; "));
    }
    return now(input) == null ? "environment.now is not a time in UTC" : null;
  }

  /** When the decision is made; null when the input does not say it as an instant. */
  static @Nullable Instant now(ObjectNode input) {
    try {
      return Instant.parse(input.path("environment").path("now").asString(""));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
