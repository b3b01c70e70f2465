package io.aleff.rego.eval;

import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A reference over all elements its free variables can take, each unified with a pattern. */
public final class Scan extends Node {

  /** A part of the path: a known key, or else a pattern the keys are unified with. */
  public record Step(@Nullable Expr key, @Nullable Pattern pattern) {}

  private final @Nullable Expr head;
  private final Step[] steps;
  private final Pattern result;

  /**
   * @param head the value the path goes into, or null for {@code data}
   */
  public Scan(@Nullable Expr head, List<Step> steps, Pattern result) {
    this.head = head;
    this.steps = steps.toArray(Step[]::new);
    this.result = result;
  }

  @Override
  public boolean run(QueryState state, Frame frame) {
    state.step();
    if (head == null) {
      return documents(state, frame, state.tree(), state.data, new ArrayList<>(), 0);
    }
    Value value = head.eval(state, frame);
    return value != null && walk(state, frame, value, 0);
  }

  private boolean walk(QueryState state, Frame frame, Value value, int at) {
    if (at == steps.length) {
      return result.match(state, frame, value) && next.run(state, frame);
    }
    Step step = steps[at];
    if (step.key != null) {
      Value key = step.key.eval(state, frame);
      Value found = key == null ? null : Expr.lookup(value, key);
      return found != null && walk(state, frame, found, at + 1);
    }
    Pattern pattern = step.pattern;
    return pattern != null
        && Iteration.each(
            value,
            (k, v) -> {
              state.step();
              return pattern.match(state, frame, k) && walk(state, frame, v, at + 1);
            });
  }

  private boolean documents(
      QueryState state,
      Frame frame,
      @Nullable RuleTree node,
      @Nullable Value base,
      List<Value> path,
      int at) {
    if (at == steps.length) {
      Value all = Documents.extent(state, node, base, path);
      return all != null && result.match(state, frame, all) && next.run(state, frame);
    }
    Step step = steps[at];
    if (step.key != null) {
      Value key = step.key.eval(state, frame);
      return key != null && descend(state, frame, node, base, path, at, key);
    }
    Pattern pattern = step.pattern;
    if (node == null) {
      return base != null && walk(state, frame, base, at);
    }
    for (Value key : keys(node, base)) {
      state.step();
      if (pattern != null
          && pattern.match(state, frame, key)
          && descend(state, frame, node, base, path, at, key)) {
        return true;
      }
    }
    return false;
  }

  private static Iterable<Value> keys(RuleTree node, @Nullable Value base) {
    TreeSet<Value> keys = new TreeSet<>(node.children().keySet());
    if (base instanceof ObjectValue o) {
      keys.addAll(o.sortedKeys());
    }
    return keys;
  }

  private boolean descend(
      QueryState state,
      Frame frame,
      @Nullable RuleTree node,
      @Nullable Value base,
      List<Value> path,
      int at,
      Value key) {
    List<Value> deeper = new ArrayList<>(path);
    deeper.add(key);
    RuleTree child = node == null ? null : node.child(key);
    if (child != null && state.overrides.hides(deeper)) {
      child = null;
    }
    RuleSet rules = child == null ? null : child.rules();
    if (rules != null) {
      Value value = ruleValue(state, frame, rules, at + 1);
      return value != null && walk(state, frame, value, at + 1);
    }
    Value below = Documents.base(base, key);
    return (child != null || below != null)
        && documents(state, frame, child, below, deeper, at + 1);
  }

  /** Only the entry that is asked for, when the key after a partial rule is known. */
  private @Nullable Value ruleValue(QueryState state, Frame frame, RuleSet rules, int at) {
    Expr known = at < steps.length ? steps[at].key : null;
    if (known != null && rules.keyed()) {
      Value key = known.eval(state, frame);
      return key == null ? null : rules.only(state, key);
    }
    return rules.value(state);
  }
}
