package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the rules that can have a solution, by the conditions of all rules; keeps their order. */
final class RuleIndex {

  private static final int SMALL = 3;
  private static final int MAX_DEPTH = 5;
  private static final int MAX_COPIES = 4;

  private final CompiledRule[] leaf;
  private final Condition.@Nullable Place place;
  private final Map<Value, RuleIndex> buckets;
  private final @Nullable RuleIndex rest;

  private RuleIndex(
      List<CompiledRule> leaf,
      Condition.@Nullable Place place,
      Map<Value, RuleIndex> buckets,
      @Nullable RuleIndex rest) {
    this.leaf = leaf.toArray(CompiledRule[]::new);
    this.place = place;
    this.buckets = buckets;
    this.rest = rest;
  }

  static RuleIndex of(List<CompiledRule> rules) {
    return build(rules, Set.of(), 0);
  }

  CompiledRule[] candidates(QueryState state, @Nullable Value[] args) {
    RuleIndex at = this;
    while (at.place != null && at.rest != null) {
      Value value = at.place.value(state, args);
      RuleIndex bucket = value == null ? null : at.buckets.get(value);
      at = bucket == null ? at.rest : bucket;
    }
    return at.leaf;
  }

  private static RuleIndex build(List<CompiledRule> rules, Set<Condition.Place> used, int depth) {
    Condition.Place place =
        rules.size() <= SMALL || depth == MAX_DEPTH ? null : mostUseful(rules, used);
    if (place == null) {
      return new RuleIndex(rules, null, Map.of(), null);
    }
    Map<Value, List<CompiledRule>> groups = new LinkedHashMap<>();
    List<CompiledRule> rest = new ArrayList<>();
    for (CompiledRule rule : rules) {
      Condition condition = condition(rule, place);
      if (condition == null) {
        groups.values().forEach(group -> group.add(rule));
        rest.add(rule);
        continue;
      }
      for (Value value : condition.values()) {
        groups.computeIfAbsent(value, v -> new ArrayList<>(rest)).add(rule);
      }
    }
    Set<Condition.Place> deeper = new HashSet<>(used);
    deeper.add(place);
    Map<Value, RuleIndex> buckets = HashMap.newHashMap(groups.size());
    groups.forEach((value, group) -> buckets.put(value, build(group, deeper, depth + 1)));
    return new RuleIndex(List.of(), place, buckets, build(rest, deeper, depth + 1));
  }

  private static @Nullable Condition condition(CompiledRule rule, Condition.Place place) {
    for (Condition condition : rule.conditions()) {
      if (condition.place().equals(place)) {
        return condition;
      }
    }
    return null;
  }

  /** The place most rules ask for; null when too many rules would stand in every bucket. */
  private static Condition.@Nullable Place mostUseful(
      List<CompiledRule> rules, Set<Condition.Place> used) {
    Map<Condition.Place, Integer> asked = new LinkedHashMap<>();
    Map<Condition.Place, Set<Value>> values = new HashMap<>();
    for (CompiledRule rule : rules) {
      for (Condition condition : rule.conditions()) {
        asked.merge(condition.place(), 1, Integer::sum);
        values.computeIfAbsent(condition.place(), p -> new HashSet<>()).addAll(condition.values());
      }
    }
    Condition.Place best = null;
    int bestScore = 1;
    for (Map.Entry<Condition.Place, Integer> entry : asked.entrySet()) {
      int distinct = values.getOrDefault(entry.getKey(), Set.of()).size();
      int without = rules.size() - entry.getValue();
      int score = Math.min(distinct, entry.getValue());
      boolean small = (long) without * distinct <= (long) MAX_COPIES * rules.size();
      if (small && score > bestScore && !used.contains(entry.getKey())) {
        best = entry.getKey();
        bestScore = score;
      }
    }
    return best;
  }
}
