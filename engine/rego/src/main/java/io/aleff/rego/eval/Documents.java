package io.aleff.rego.eval;

import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Base documents and rules as one document. */
public final class Documents {

  private Documents() {}

  /** Everything at a node: the base document, merged over the values of all rules below. */
  static @Nullable Value extent(
      QueryState state, @Nullable RuleTree node, @Nullable Value base, List<Value> path) {
    if (node == null) {
      return base;
    }
    Value rules = leaves(state, node, path);
    return base instanceof ObjectValue b && rules instanceof ObjectValue r
        ? r.merge(b)
        : rules == null ? base : rules;
  }

  private static @Nullable Value leaves(QueryState state, RuleTree node, List<Value> path) {
    RuleSet rules = node.rules();
    if (rules != null) {
      return rules.value(state);
    }
    Map<Value, Value> out = new HashMap<>();
    for (Map.Entry<Value, RuleTree> child : node.children().entrySet()) {
      state.step();
      List<Value> deeper = new ArrayList<>(path);
      deeper.add(child.getKey());
      if (!state.overrides.hides(deeper)) {
        Value value = leaves(state, child.getValue(), deeper);
        if (value != null) {
          out.put(child.getKey(), value);
        }
      }
    }
    state.allocate(out.size());
    return ObjectValue.of(out);
  }

  /** An entry of a base document; there keys are strings, whatever they were written as. */
  static @Nullable Value base(@Nullable Value document, Value key) {
    if (document == null) {
      return null;
    }
    Value found = Expr.lookup(document, key);
    return found == null && document instanceof ObjectValue o && key instanceof NumberValue
        ? o.get(key.toString())
        : found;
  }

  /** A path under {@code data} without free variables. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Path(Expr[] path) implements Expr {

    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      RuleTree node = state.tree();
      Value base = state.data;
      List<Value> at = new ArrayList<>(path.length);
      for (int i = 0; i < path.length; i++) {
        Value key = path[i].eval(state, frame);
        if (key == null) {
          return null;
        }
        at.add(key);
        node = node == null ? null : node.child(key);
        if (node != null && state.overrides.hides(at)) {
          node = null;
        }
        RuleSet rules = node == null ? null : node.rules();
        if (rules != null) {
          return rest(state, frame, rules, i + 1);
        }
        base = base(base, key);
        if (node == null && base == null) {
          return null;
        }
      }
      return extent(state, node, base, at);
    }

    private @Nullable Value rest(QueryState state, Frame frame, RuleSet rules, int from) {
      return ruleValue(state, frame, rules, path, from);
    }
  }

  /** A rule and a known path into its value. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Rule(RuleSet rules, List<Value> at, Expr[] path, Documents.Path full)
      implements Expr {

    @Override
    public @Nullable Value eval(QueryState state, Frame frame) {
      return state.overrides.targets().isEmpty()
          ? ruleValue(state, frame, rules, path, 0)
          : full.eval(state, frame);
    }
  }

  private static @Nullable Value ruleValue(
      QueryState state, Frame frame, RuleSet rules, Expr[] path, int from) {
    Value value = null;
    if (from < path.length && rules.keyed()) {
      Value key = path[from].eval(state, frame);
      value = key == null ? null : rules.only(state, key);
    } else {
      value = rules.value(state);
    }
    for (int i = from; i < path.length && value != null; i++) {
      Value key = path[i].eval(state, frame);
      value = key == null ? null : Expr.lookup(value, key);
    }
    return value;
  }
}
