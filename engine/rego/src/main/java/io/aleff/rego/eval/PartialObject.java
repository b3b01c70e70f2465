package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins what several rules say about one object. */
final class PartialObject {

  private sealed interface Entry {}

  private record Leaf(Value value) implements Entry {}

  private record Members(Set<Value> values) implements Entry {}

  private record Inner(Map<Value, Entry> entries) implements Entry {}

  private final Inner root = new Inner(new HashMap<>());

  void put(List<Value> keys, Value value, boolean member, SourceLocation at) {
    Inner inner = root;
    for (int i = 0; i < keys.size() - 1; i++) {
      Entry entry = inner.entries.computeIfAbsent(keys.get(i), k -> new Inner(new HashMap<>()));
      if (!(entry instanceof Inner deeper)) {
        throw conflict(at);
      }
      inner = deeper;
    }
    Value last = keys.getLast();
    Entry present = inner.entries.get(last);
    if (member) {
      if (present == null) {
        present = new Members(new HashSet<>());
        inner.entries.put(last, present);
      }
      if (!(present instanceof Members members)) {
        throw conflict(at);
      }
      members.values.add(value);
    } else if (present == null) {
      inner.entries.put(last, new Leaf(value));
    } else if (!(present instanceof Leaf leaf && leaf.value.equals(value))) {
      throw conflict(at);
    }
  }

  private static RegoFailure conflict(SourceLocation at) {
    return new RegoFailure("eval_conflict_error", "object keys must be unique", at);
  }

  Value value() {
    return value(root);
  }

  private static Value value(Entry entry) {
    return switch (entry) {
      case Leaf leaf -> leaf.value;
      case Members members -> SetValue.owning(members.values);
      case Inner inner -> {
        Map<Value, Value> out = HashMap.newHashMap(inner.entries.size());
        inner.entries.forEach((key, child) -> out.put(key, value(child)));
        yield ObjectValue.of(out);
      }
    };
  }
}
