package io.aleff.htn.verify;

import io.aleff.htn.Finding;
import io.aleff.htn.HierarchicalPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The decomposition tree of a plan: every id is there once, and hangs in one place. */
final class PlanTree {

  /** The id of the initial task network, which the plan does not name. */
  static final int TOP = Integer.MIN_VALUE;

  final Map<Integer, Integer> positions = new HashMap<>();
  final Map<Integer, HierarchicalPlan.Step> steps = new HashMap<>();
  final Map<Integer, HierarchicalPlan.Decomposition> decompositions = new HashMap<>();

  /** Positions of the first and last step below each node; absent when there is none. */
  final Map<Integer, int[]> spans = new HashMap<>();

  private final HierarchicalPlan plan;
  private final List<Finding> findings;

  PlanTree(HierarchicalPlan plan, List<Finding> findings) {
    this.plan = plan;
    this.findings = findings;
  }

  List<Integer> children(int id) {
    HierarchicalPlan.Decomposition node = decompositions.get(id);
    return id == TOP ? plan.roots() : node == null ? List.of() : node.subtasks();
  }

  /** False after a finding: then the plan is no tree. */
  boolean build() {
    int before = findings.size();
    for (HierarchicalPlan.Step step : plan.steps()) {
      positions.put(step.id(), positions.size());
      unique(step.id(), steps.putIfAbsent(step.id(), step) == null);
    }
    for (HierarchicalPlan.Decomposition node : plan.decompositions()) {
      boolean isNew = decompositions.putIfAbsent(node.id(), node) == null;
      unique(node.id(), isNew && !steps.containsKey(node.id()));
    }
    if (findings.size() > before) {
      return false;
    }
    List<Integer> order = reach();
    if (findings.size() > before) {
      return false;
    }
    order.reversed().forEach(this::span);
    return true;
  }

  private void unique(int id, boolean isUnique) {
    if (!isUnique) {
      add(id, "is there twice");
    }
  }

  /** All nodes from the top; a parent comes before its children. */
  private List<Integer> reach() {
    Set<Integer> met = new HashSet<>(List.of(TOP));
    List<Integer> order = new ArrayList<>(List.of(TOP));
    for (int i = 0; i < order.size(); i++) {
      int id = order.get(i);
      for (int child : children(id)) {
        if (!steps.containsKey(child) && !decompositions.containsKey(child)) {
          add(id, "has a subtask " + child + " that the plan does not contain");
        } else if (!met.add(child)) {
          add(child, "serves as a subtask twice");
        } else {
          order.add(child);
        }
      }
    }
    plan.steps().forEach(s -> reached(s.id(), met));
    plan.decompositions().forEach(d -> reached(d.id(), met));
    return order;
  }

  private void reached(int id, Set<Integer> met) {
    if (!met.contains(id)) {
      add(id, "belongs to no task");
    }
  }

  private void span(int id) {
    Integer position = positions.get(id);
    int[] span = position == null ? null : new int[] {position, position};
    for (int child : children(id)) {
      int[] own = spans.get(child);
      if (own != null) {
        span =
            span == null
                ? own.clone()
                : new int[] {Math.min(span[0], own[0]), Math.max(span[1], own[1])};
      }
    }
    if (span != null) {
      spans.put(id, span);
    }
  }

  private void add(int id, String message) {
    String where = id == TOP ? "root" : String.valueOf(id);
    findings.add(new Finding("hierarchy", where, message));
  }
}
