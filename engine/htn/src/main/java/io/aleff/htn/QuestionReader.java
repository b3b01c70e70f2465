package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a strategy asks a model; everything that is wrong with it is {@code HTN-035}. */
final class QuestionReader {

  private static final List<String> KEYS = List.of("name", "prompt", "replaces");

  private final BindingReader bindings;
  private final Findings findings;

  QuestionReader(BindingReader bindings, Findings findings) {
    this.bindings = bindings;
    this.findings = findings;
  }

  /**
   * @param strategy its name
   * @param input its changes of the action's input
   * @return null when no model is asked, or when it is not said what
   */
  RepairLoop.@Nullable Question read(
      Fields strategyFields, String strategy, ObjectNode input, Scope scope) {
    Fields fields = Fields.of(strategyFields.get("model"), "model", KEYS, findings);
    if (fields == null) {
      return null;
    }
    String name = text(fields, strategy, "name", "a model that the operator has configured");
    String prompt = text(fields, strategy, "prompt", "what the model is to do");
    String replaces = text(fields, strategy, "replaces", "an argument such as code");
    if (name == null || prompt == null || replaces == null) {
      return null;
    }
    bindings.check(Objects.requireNonNull(fields.get("prompt")), scope);
    if (prompt.length() > RepairLoop.Question.MOST_PROMPT) {
      wrong(
          fields.key("prompt"),
          "The prompt of \"%s\" has %d characters.".formatted(strategy, prompt.length()),
          "at most " + RepairLoop.Question.MOST_PROMPT);
    }
    if (input.has(replaces) && !input.path(replaces).isNull()) {
      wrong(
          fields.key("replaces"),
          "The strategy \"%s\" gives \"%s\" itself, and lets a model replace it."
              .formatted(strategy, replaces),
          "one of both");
    }
    return new RepairLoop.Question(name, prompt, replaces);
  }

  private @Nullable String text(Fields fields, String strategy, String key, String wanted) {
    String text = fields.text(key);
    if (text != null && !text.isBlank()) {
      return text;
    }
    wrong(
        fields.has(key) ? fields.key(key) : fields.location(),
        "The strategy \"%s\" asks a model without \"%s\".".formatted(strategy, key),
        key + ": " + wanted);
    return null;
  }

  private void wrong(SourceLocation place, String message, String expected) {
    findings.add(Diagnostic.error("HTN-035", place, message).expecting(expected));
  }
}
