package io.aleff.rego.eval;

import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code with} has replaced.
 *
 * @param targets paths under {@code data} whose rules are hidden
 * @param functions functions by name
 */
record Overrides(List<List<Value>> targets, Map<String, Mock> functions) {

  static final Overrides NONE = new Overrides(List.of(), Map.of());

  /** What stands for a function: a value, or another function. */
  sealed interface Mock {

    /** Every call has this value. */
    record Constant(Value value) implements Mock {}

    /** Every call goes to that function, for which nothing is replaced. */
    record Other(Callee callee) implements Mock {}
  }

  Overrides hiding(List<Value> path) {
    List<List<Value>> out = new ArrayList<>(targets);
    out.add(path);
    return new Overrides(out, functions);
  }

  Overrides mocking(String name, Mock mock) {
    Map<String, Mock> out = new HashMap<>(functions);
    out.put(name, mock);
    return new Overrides(targets, out);
  }

  /** Whether rules at a path are hidden. */
  boolean hides(List<Value> path) {
    for (List<Value> target : targets) {
      if (path.size() >= target.size() && path.subList(0, target.size()).equals(target)) {
        return true;
      }
    }
    return false;
  }

  /** A document with another value at a path; what is no object on the way is replaced. */
  static Value put(@Nullable Value document, List<Value> path, int from, Value value) {
    if (from == path.size()) {
      return value;
    }
    ObjectValue object = document instanceof ObjectValue o ? o : ObjectValue.EMPTY;
    Value key = path.get(from);
    return object.with(key, put(object.get(key), path, from + 1, value));
  }
}
