package io.aleff.cli.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the smallest branches in which a plan differs from the one before. */
final class PlanChanges {

  /** Steps of all plans so far: a step keeps its id from plan to plan. */
  private final Map<String, String> steps = new HashMap<>();

  private @Nullable JsonNode before;

  /**
   * A branch that is new or decomposed in another way.
   *
   * @param previous the method it had before; empty when the branch is new
   */
  record Change(JsonNode branch, String previous) {}

  /**
   * Takes the next plan.
   *
   * @return its changes; null for the first plan
   */
  @Nullable List<Change> next(JsonNode run) {
    for (JsonNode step : run.path("steps")) {
      String call = Fields.call(Fields.text(step, "action"), step.path("arguments"));
      steps.put(Fields.text(step, "id"), call);
    }
    JsonNode earlier = before;
    JsonNode tree = run.path("tree");
    before = tree;
    if (earlier == null) {
      return null;
    }
    List<Change> changes = new ArrayList<>();
    compare(earlier, tree, changes);
    return changes;
  }

  private void compare(JsonNode old, JsonNode now, List<Change> changes) {
    JsonNode was = old.path("children");
    JsonNode children = now.path("children");
    boolean sameMethod = Fields.text(old, "method").equals(Fields.text(now, "method"));
    if (!name(old).equals(name(now)) || !sameMethod || was.size() != children.size()) {
      boolean sameTask = name(old).equals(name(now));
      changes.add(new Change(now, sameTask ? Fields.text(old, "method") : ""));
      return;
    }
    for (int i = 0; i < children.size(); i++) {
      compare(was.get(i), children.get(i), changes);
    }
  }

  private String name(JsonNode node) {
    return Fields.text(node, "kind").equals("step")
        ? steps.getOrDefault(Fields.text(node, "stepId"), "")
        : Fields.call(Fields.text(node, "task"), node.path("arguments"));
  }
}
