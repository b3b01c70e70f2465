package io.aleff.htn.explain;

import io.aleff.definition.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as data: flat, so that no depth of a task tree is too deep for a reader. */
public final class AccountJson {

  private AccountJson() {}

  /**
   * {@code {cost, roots, tasks, steps, length, criticalPath}}. Durations are ISO 8601; where no
   * step has one, each counts as one second and {@code counted} is true.
   */
  public static ObjectNode of(PlanAccount account) {
    Timetable timetable = Timetable.of(account);
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("cost", account.cost());
    texts(json.putArray("roots"), account.roots());
    ArrayNode tasks = json.putArray("tasks");
    account.choices().forEach(choice -> task(tasks.addObject(), choice));
    ArrayNode steps = json.putArray("steps");
    timetable.rows().forEach(row -> step(steps.addObject(), row));
    json.put("length", timetable.length().toString());
    json.put("counted", timetable.counted());
    texts(json.putArray("criticalPath"), timetable.critical());
    return json;
  }

  private static void task(ObjectNode json, PlanAccount.Choice choice) {
    json.put("id", choice.id()).put("task", choice.task());
    map(json.putObject("arguments"), choice.arguments());
    json.put("method", choice.method());
    map(json.putObject("variables"), choice.variables());
    json.put("cost", choice.cost());
    texts(json.putArray("reasons"), choice.reasons());
    ArrayNode rejected = json.putArray("rejected");
    choice
        .rejected()
        .forEach(
            r ->
                rejected
                    .addObject()
                    .put("method", r.method())
                    .put("cause", r.cause())
                    .put("detail", r.detail()));
    texts(json.putArray("children"), choice.children());
  }

  private static void step(ObjectNode json, Timetable.Row row) {
    PlanAccount.Step step = row.step();
    json.put("id", step.id()).put("action", step.action());
    map(json.putObject("arguments"), step.arguments());
    json.put("cost", step.cost());
    ArrayNode after = json.putArray("after");
    step.after().forEach(w -> after.addObject().put("step", w.id()).put("because", w.because()));
    time(json, "start", row.start());
    time(json, "end", row.end());
    time(json, "slack", row.slack());
    json.put("critical", row.isCritical());
  }

  private static void time(ObjectNode json, String key, Duration duration) {
    json.put(key, duration.toString());
  }

  private static void map(ObjectNode json, Map<String, String> map) {
    map.forEach(json::put);
  }

  private static void texts(ArrayNode json, List<String> texts) {
    texts.forEach(json::add);
  }
}
