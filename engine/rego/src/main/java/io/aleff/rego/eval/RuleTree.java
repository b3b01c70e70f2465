package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All rules by their path under {@code data}. Built once, then only read. */
public final class RuleTree {

  private final Map<Value, RuleTree> children = new TreeMap<>();
  private @Nullable RuleSet rules;

  public Map<Value, RuleTree> children() {
    return children;
  }

  public @Nullable RuleTree child(Value key) {
    return children.get(key);
  }

  public RuleTree grow(Value key) {
    return children.computeIfAbsent(key, k -> new RuleTree());
  }

  public @Nullable RuleSet rules() {
    return rules;
  }

  public void rules(RuleSet set) {
    this.rules = set;
  }
}
