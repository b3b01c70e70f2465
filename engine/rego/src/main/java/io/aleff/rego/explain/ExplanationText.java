package io.aleff.rego.explain;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.value.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes an explanation for people and for programs. */
public final class ExplanationText {

  private static final int MAX_VALUE = 120;

  private final Map<String, SourceText> sources = new HashMap<>();

  public ExplanationText(Collection<SourceText> sources) {
    sources.forEach(source -> this.sources.put(source.path(), source));
  }

  /** Each rule with its expressions; ✓ held, ✗ stopped the rule. */
  public String text(Explanation explanation) {
    StringBuilder out = new StringBuilder();
    explanation.roots().forEach(root -> rule(root, 0, out));
    explanation.notes().forEach(note -> out.append("note: ").append(note).append('\n'));
    if (explanation.cut()) {
      out.append("… more rules were tried than are shown\n");
    }
    return out.toString();
  }

  private void rule(Explanation.Tried tried, int depth, StringBuilder out) {
    String indent = "  ".repeat(depth);
    boolean gave = !tried.values().isEmpty();
    out.append(indent).append(gave ? "✓ " : "✗ ").append(tried.path());
    out.append(gave ? " = " + values(tried.values()) : " gave nothing");
    out.append("  (").append(tried.at()).append(")\n");
    for (Explanation.Step step : tried.steps()) {
      out.append(indent).append(step.stopped() ? "    ✗ " : "    ✓ ").append(line(step.at()));
      if (!step.values().isEmpty()) {
        out.append("    [").append(bindings(step.values())).append(']');
      }
      out.append('\n');
    }
    tried.asked().forEach(asked -> rule(asked, depth + 2, out));
  }

  private static String values(List<Value> values) {
    return values.stream().map(ExplanationText::shortened).collect(Collectors.joining(", "));
  }

  /** For example {@code x = 1, input.user = "ana"}. */
  public static String bindings(Map<String, Value> values) {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " = " + shortened(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String shortened(Value value) {
    String text = value.toString();
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }

  /** The source line of a place, without its indentation. */
  public String line(SourceLocation at) {
    SourceText source = sources.get(at.path());
    return source == null ? at.toString() : source.line(at.line()).strip();
  }

  /** The tree as JSON. */
  public ArrayNode json(Explanation explanation) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    explanation.roots().forEach(root -> out.add(json(root)));
    return out;
  }

  private ObjectNode json(Explanation.Tried tried) {
    ObjectNode out = place(tried.at()).put("rule", tried.path());
    ArrayNode values = out.putArray("values");
    tried.values().forEach(value -> values.add(io.aleff.rego.value.JsonValues.to(value)));
    ArrayNode steps = out.putArray("expressions");
    for (Explanation.Step step : tried.steps()) {
      ObjectNode one = place(step.at()).put("text", line(step.at()));
      one.put("holds", step.holds()).put("fails", step.fails());
      ObjectNode bound = one.putObject("values");
      step.values().forEach((n, v) -> bound.set(n, io.aleff.rego.value.JsonValues.to(v)));
      steps.add(one);
    }
    ArrayNode asked = out.putArray("asked");
    tried.asked().forEach(one -> asked.add(json(one)));
    return out;
  }

  private static ObjectNode place(SourceLocation at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file", at.path())
        .put("row", at.line())
        .put("col", at.column());
  }
}
