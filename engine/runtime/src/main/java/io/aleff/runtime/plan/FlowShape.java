package io.aleff.runtime.plan;

import io.aleff.definition.Digest;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The partial order of a plan without its names: what decides which process model carries it.
 *
 * @param kind {@code plan} or {@code undo}: which steps the positions stand for
 * @param after positions of the direct predecessors of each position; all smaller
 */
public record FlowShape(String kind, List<List<Integer>> after) {

  /** The shape of a plan; position {@code i} is its step {@code i}. */
  public static FlowShape of(Plan plan) {
    Map<String, Integer> positions = new HashMap<>();
    List<List<Integer>> after = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      List<Integer> predecessors =
          step.after().stream()
              .map(positions::get)
              .filter(java.util.Objects::nonNull)
              .sorted()
              .toList();
      after.add(predecessors);
      positions.put(step.id(), after.size() - 1);
    }
    return new FlowShape("plan", List.copyOf(after));
  }

  /** One undoing step after the other. */
  public static FlowShape undo(int steps) {
    List<List<Integer>> after = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      after.add(i == 0 ? List.of() : List.of(i - 1));
    }
    return new FlowShape("undo", List.copyOf(after));
  }

  /** SHA-256; equal for equal shapes that call the same process. */
  public String digest(String guardedAction) {
    return Digest.sha256("shape 1\n" + kind + "\n" + guardedAction + "\n" + after);
  }

  List<Integer> successors(int position) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).contains(position)) {
        found.add(i);
      }
    }
    return found;
  }

  int size() {
    return after.size();
  }
}
