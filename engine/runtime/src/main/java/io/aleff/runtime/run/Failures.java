package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepRepair.Tried;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an attempt is told about the failure before it, by the names of placeholders. */
final class Failures {

  /** Nothing has failed. */
  static final Map<String, String> NONE = none();

  /** More source text than this is cut: it has to fit into the input of a program. */
  private static final int MOST_SOURCE = 64 * 1024;

  /** More of the output than this is left out, from its beginning. */
  private static final int MOST_OUTPUT = 8 * 1024;

  private Failures() {}

  private static Map<String, String> none() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name :
        List.of(
            "step",
            "action",
            "code",
            "message",
            "strategy",
            "attempt",
            "source",
            "output",
            "tried",
            "report")) {
      values.put("failure." + name, "");
    }
    return Map.copyOf(values);
  }

  static Map<String, String> of(Ports ports, StepRecord failed) {
    Map<String, String> values = new LinkedHashMap<>(NONE);
    values.put("failure.step", failed.id());
    values.put("failure.action", failed.action());
    StepRecord.Failure error = failed.error();
    if (error != null) {
      values.put("failure.code", error.code());
      values.put("failure.message", error.message());
    }
    StepRepair repair = failed.repair();
    Tried last = repair == null ? null : repair.lastFailure();
    if (repair != null && last != null) {
      JsonNode action = decided(ports, failed, last);
      values.put("failure.code", last.code());
      values.put("failure.message", last.message());
      values.put("failure.strategy", last.strategy());
      values.put("failure.attempt", "" + last.attempt());
      values.put("failure.source", source(action));
      values.put("failure.output", last.output());
      values.put("failure.tried", tried(repair).toString());
      values.put("failure.report", report(failed, repair, last, action).toString());
    }
    return values;
  }

  /** The action as it was decided about, so as it ran. */
  static JsonNode decided(Ports ports, StepRecord step, Tried last) {
    DecisionRecord decision = ports.decisions().find(step.tenant(), last.decision());
    return decision == null
        ? Json.MAPPER.createObjectNode()
        : decision.decision().input().path("action");
  }

  static String source(JsonNode action) {
    StringBuilder text = new StringBuilder();
    action.path("code").forEach(code -> text.append(code.path("text").asString("")));
    return text.length() > MOST_SOURCE ? text.substring(0, MOST_SOURCE) + "…" : text.toString();
  }

  /** All attempts so far, for strategies and for policies. */
  static ArrayNode tried(StepRepair repair) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (Tried one : repair.tried()) {
      all.addObject()
          .put("attempt", one.attempt())
          .put("strategy", one.strategy())
          .put("outcome", one.outcome())
          .put("digest", one.digest())
          .put("content", one.content())
          .put("code", one.code());
    }
    return all;
  }

  private static ObjectNode report(
      StepRecord step, StepRepair repair, Tried last, JsonNode action) {
    ObjectNode report = Json.MAPPER.createObjectNode();
    report.put("action", step.action());
    report.put("connector", last.connector()).put("operation", last.operation());
    report.put("attempt", last.attempt()).put("strategy", last.strategy());
    report.set("arguments", action.path("arguments"));
    report.put("source", source(action));
    report.putObject("error").put("code", last.code()).put("message", last.message());
    report.put("output", last.output());
    report.set("tried", tried(repair));
    return report;
  }

  /** The end of what a failed attempt printed, or what its connector says of it. */
  static String output(@Nullable ObjectNode details) {
    ObjectNode facts = Objects.requireNonNullElseGet(details, Json.MAPPER::createObjectNode);
    if (!facts.has("stdout") && !facts.has("stderr")) {
      return facts.isEmpty() ? "" : tail(facts.toString());
    }
    String out = tail(facts.path("stdout").asString(""));
    String err = tail(facts.path("stderr").asString(""));
    return out.isEmpty() || err.isEmpty() || out.endsWith("\n") ? out + err : out + "\n" + err;
  }

  private static String tail(String text) {
    return clean(
        text.length() > MOST_OUTPUT ? "…" + text.substring(text.length() - MOST_OUTPUT) : text);
  }

  /** Text that stays the same however it is stored, and can be an argument of a program. */
  static String clean(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', '\ufffd');
  }
}
