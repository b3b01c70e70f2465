package io.aleff.rego.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One decision, as OPA's decision logs describe it.
 *
 * @param labels who decided, for example {@code id} and {@code version}
 * @param bundle the name of the bundle whose policies decided
 * @param revision of that bundle
 * @param path the document that was asked for, for example {@code aleff/guardrails}
 * @param result null when there was none
 * @param error why there was no result
 */
public record DecisionEntry(
    String decisionId,
    Instant timestamp,
    Map<String, String> labels,
    String bundle,
    String revision,
    String path,
    JsonNode input,
    @Nullable JsonNode result,
    @Nullable String error,
    Duration took) {

  /** The event, not masked yet. */
  public ObjectNode json() {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ObjectNode named = out.putObject("labels");
    new TreeMap<>(labels).forEach(named::put);
    out.put("decision_id", decisionId);
    out.putObject("bundles").putObject(bundle).put("revision", revision);
    out.put("path", path);
    out.set("input", input.deepCopy());
    if (result != null) {
      out.set("result", result.deepCopy());
    }
    if (error != null) {
      out.putObject("error").put("message", error);
    }
    out.put("timestamp", timestamp.toString());
    out.putObject("metrics").put("timer_rego_query_eval_ns", took.toNanos());
    return out;
  }
}
