package io.aleff.guardrail.child;

import io.aleff.guardrail.facts.Action;
import io.aleff.guardrail.facts.Actor;
import io.aleff.guardrail.facts.Argument;
import io.aleff.guardrail.facts.Environment;
import io.aleff.guardrail.facts.HistoryEntry;
import io.aleff.guardrail.facts.Plan;
import io.aleff.guardrail.facts.Usage;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Makes facts of the decision input. Total: what is absent or odd becomes empty, 0 or the epoch.
 */
final class FactReader {

  private static final int MOST_ARGUMENTS = 2_000;

  private final Instant now;
  private final List<Object> facts = new ArrayList<>();

  private FactReader(JsonNode input) {
    this.now = instant(input.path("environment").path("now"));
  }

  static List<Object> facts(JsonNode input) {
    FactReader reader = new FactReader(input);
    reader.action(input.path("action"));
    reader.arguments("", input.path("action").path("arguments"));
    reader.actor(input.path("actor"));
    reader.plan(input.path("plan"));
    reader.usage(input.path("usage"));
    input.path("history").forEach(reader::history);
    reader.environment(input.path("environment"));
    return reader.facts;
  }

  private void action(JsonNode action) {
    long code = 0;
    for (JsonNode file : action.path("code")) {
      code += file.path("length").asLong(file.path("text").asString("").length());
    }
    facts.add(
        new Action(
            text(action, "connector"),
            text(action, "operation"),
            text(action, "connector") + "." + text(action, "operation"),
            text(action, "reversibility"),
            text(action, "digest"),
            texts(action.path("effects")),
            texts(action.path("egress")),
            texts(action.path("files")),
            decimal(action.path("arguments").path("amount")),
            code));
  }

  private void arguments(String name, JsonNode value) {
    if (facts.size() > MOST_ARGUMENTS) {
      return;
    }
    String prefix = name.isEmpty() ? "" : name + ".";
    if (value.isObject()) {
      value.properties().forEach(e -> arguments(prefix + e.getKey(), e.getValue()));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        arguments(prefix + i, value.get(i));
      }
    } else if (value.isValueNode() && !value.isNull()) {
      String kind = value.isNumber() ? "number" : value.isBoolean() ? "boolean" : "string";
      facts.add(new Argument(name, value.asString(""), decimal(value), kind));
    }
  }

  private void actor(JsonNode actor) {
    facts.add(
        new Actor(
            text(actor, "requester"),
            text(actor, "tenant"),
            texts(actor.path("roles")),
            text(actor, "channel")));
  }

  private void plan(JsonNode plan) {
    facts.add(
        new Plan(
            text(plan, "goal"),
            texts(plan.path("task_path")),
            text(plan, "step"),
            plan.path("attempt").asInt(1),
            text(plan, "release")));
  }

  private void usage(JsonNode usage) {
    Set<String> names = new TreeSet<>();
    for (String part : List.of("counts", "amounts", "budgets")) {
      names.addAll(usage.path(part).propertyNames());
    }
    for (String name : names) {
      JsonNode budget = usage.path("budgets").path(name);
      facts.add(
          new Usage(
              name,
              decimal(usage.path("counts").path(name)),
              decimal(usage.path("amounts").path(name)),
              decimal(budget),
              budget.isNumber()));
    }
  }

  private void history(JsonNode entry) {
    Instant at = instant(entry.path("at"));
    facts.add(
        new HistoryEntry(
            at,
            Math.max(0, Duration.between(at, now).toSeconds()),
            text(entry, "run"),
            text(entry, "requester"),
            text(entry, "connector"),
            text(entry, "operation"),
            text(entry, "connector") + "." + text(entry, "operation"),
            decimal(entry.path("amount")),
            text(entry, "verdict"),
            text(entry, "outcome")));
  }

  private void environment(JsonNode environment) {
    ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
    facts.add(
        new Environment(
            text(environment.path("sandbox"), "kind"),
            environment.path("sandbox").path("available").asBoolean(false),
            texts(environment.path("egress")),
            now,
            utc.getHour(),
            utc.getDayOfWeek().getValue()));
  }

  private static String text(JsonNode object, String key) {
    return object.path(key).asString("");
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(FactReader::text).collect(Collectors.toUnmodifiableList());
  }

  private static String text(JsonNode item) {
    return item.isObject() && item.path("path").isString()
        ? item.path("path").stringValue()
        : item.isValueNode() ? item.asString("") : item.toString();
  }

  private static BigDecimal decimal(JsonNode value) {
    return value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
  }

  private static Instant instant(JsonNode value) {
    try {
      return Instant.parse(value.asString(""));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
