package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All rules at one place of the tree. Filled by the compiler, then only read. */
public final class RuleSet {

  /** What the rules define together. */
  public enum Kind {
    COMPLETE,
    FUNCTION,
    SET,
    OBJECT
  }

  private static final Value UNDEFINED = SetValue.owning(new HashSet<>(Set.of(BoolValue.FALSE)));
  private static final @Nullable Value[] NO_ARGS = {};
  private static final int MOST_CALLS = 10_000;
  private static final String COMPLETE_CONFLICT =
      "complete rules must not produce multiple outputs";
  private static final String FUNCTION_CONFLICT =
      "functions must not produce multiple outputs for same inputs";

  private final String path;
  private final int id;
  private final Kind kind;
  private final int arity;
  private final RuleTree node;
  private final SourceLocation location;
  private final List<CompiledRule> rules = new ArrayList<>();
  private final List<CompiledRule> keyedRules = new ArrayList<>();
  private @Nullable CompiledRule otherwise;
  private boolean sameConstant;
  private RuleIndex index = RuleIndex.of(List.of());
  private RuleIndex keyedIndex = index;

  public RuleSet(
      String path, int id, Kind kind, int arity, RuleTree node, SourceLocation location) {
    this.path = path;
    this.id = id;
    this.kind = kind;
    this.arity = arity;
    this.node = node;
    this.location = location;
  }

  public String path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  public int arity() {
    return arity;
  }

  public SourceLocation location() {
    return location;
  }

  /**
   * @param variants the same rules with the first key of the head given in slot 0; empty when they
   *     cannot be looked up by key
   */
  public void fill(
      List<CompiledRule> compiled,
      List<CompiledRule> variants,
      @Nullable CompiledRule defaultRule) {
    rules.addAll(compiled);
    keyedRules.addAll(variants);
    otherwise = defaultRule;
    Set<Value> constants = new HashSet<>();
    sameConstant = true;
    for (CompiledRule rule : compiled) {
      sameConstant &= rule.orElse() == null && rule.head() instanceof Expr.Constant;
      if (rule.head() instanceof Expr.Constant c) {
        constants.add(c.value());
      }
    }
    sameConstant &= constants.size() <= 1;
    index = RuleIndex.of(rules);
    keyedIndex = RuleIndex.of(keyedRules);
  }

  boolean keyed() {
    return !keyedRules.isEmpty() && node.children().isEmpty();
  }

  /** The whole value, or null when undefined; computed once for each state of the documents. */
  @Nullable Value value(QueryState state) {
    if (kind == Kind.FUNCTION) {
      return null;
    }
    Value cached = state.cache[id];
    if (cached != null && state.tracer() != null) {
      state.tracer().reuse(path, isUndefined(cached) ? null : cached);
    }
    if (cached == null) {
      Value computed = compute(state);
      cached = computed == null ? UNDEFINED : state.built(computed);
      state.cache[id] = cached;
    }
    return isUndefined(cached) ? null : cached;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isUndefined(Value value) {
    return value == UNDEFINED;
  }

  private @Nullable Value compute(QueryState state) {
    state.enter();
    try {
      return switch (kind) {
        case COMPLETE, FUNCTION -> single(state, NO_ARGS, COMPLETE_CONFLICT);
        case SET -> members(state);
        case OBJECT -> entries(state);
      };
    } finally {
      state.leave();
    }
  }

  /**
   * The value of a function for arguments, or null when undefined; computed once for the same
   * arguments, as long as there are not too many.
   */
  @Nullable Value call(QueryState state, @Nullable Value[] args) {
    Map<CallKey, Value> known = state.called;
    CallKey key = new CallKey(this, args);
    Value cached = known.get(key);
    if (cached != null) {
      Value value = isUndefined(cached) ? null : cached;
      if (state.tracer() != null) {
        state.tracer().reuse(path, value);
      }
      return value;
    }
    state.enter();
    try {
      Value value = single(state, args, FUNCTION_CONFLICT);
      if (known.size() < MOST_CALLS) {
        known.put(key, value == null ? UNDEFINED : value);
      }
      return value;
    } finally {
      state.leave();
    }
  }

  private @Nullable Value single(QueryState state, @Nullable Value[] args, String conflict) {
    Value result = null;
    for (CompiledRule rule : index.candidates(state, args)) {
      Value value = rule.first(state, args, conflict);
      if (value != null && result != null && !result.equals(value)) {
        throw new RegoFailure("eval_conflict_error", conflict, rule.location());
      }
      if (value != null) {
        result = value;
        if (sameConstant) {
          return result;
        }
      }
    }
    return result == null && otherwise != null ? otherwise.first(state, args, conflict) : result;
  }

  private Value members(QueryState state) {
    Set<Value> out = new HashSet<>();
    for (CompiledRule rule : index.candidates(state, NO_ARGS)) {
      rule.solve(
          state,
          NO_ARGS,
          (s, frame) -> {
            Value member = rule.head().eval(s, frame);
            if (member != null && out.add(member)) {
              s.allocate(1);
            }
            return false;
          });
    }
    return SetValue.owning(out);
  }

  private Value entries(QueryState state) {
    PartialObject out = new PartialObject();
    for (CompiledRule rule : index.candidates(state, NO_ARGS)) {
      rule.solve(state, NO_ARGS, (s, frame) -> insert(s, frame, rule, out));
    }
    children(state, node, List.of(), out);
    return out.value();
  }

  private static boolean insert(
      QueryState state, Frame frame, CompiledRule rule, PartialObject out) {
    List<Value> keys = new ArrayList<>(rule.keys().size());
    for (Expr key : rule.keys()) {
      Value value = key.eval(state, frame);
      if (value == null) {
        return false;
      }
      keys.add(value);
    }
    Value head = rule.head().eval(state, frame);
    if (head != null) {
      state.allocate(1);
      out.put(keys, head, rule.member(), rule.location());
    }
    return false;
  }

  private void children(QueryState state, RuleTree at, List<Value> keys, PartialObject out) {
    for (Map.Entry<Value, RuleTree> child : at.children().entrySet()) {
      List<Value> deeper = new ArrayList<>(keys);
      deeper.add(child.getKey());
      RuleSet set = child.getValue().rules();
      if (set != null) {
        Value value = set.value(state);
        if (value != null) {
          out.put(deeper, value, false, set.location());
        }
      } else {
        children(state, child.getValue(), deeper, out);
      }
    }
  }

  /** A collection with at most the entry under one key, computed from that key. */
  Value only(QueryState state, Value key) {
    Value all = state.cache[id];
    if (all != null && !isUndefined(all)) {
      return all;
    }
    Map<Value, Value> known = state.keyed.computeIfAbsent(this, s -> new HashMap<>());
    Value cached = known.get(key);
    if (cached == null) {
      state.enter();
      cached = kind == Kind.SET ? member(state, key) : entry(state, key);
      state.leave();
      state.allocate(1);
      known.put(key, cached);
    }
    return cached;
  }

  private Value member(QueryState state, Value key) {
    for (CompiledRule rule : keyedIndex.candidates(state, NO_ARGS)) {
      if (rule.solveKeyed(state, key, (s, frame) -> true)) {
        return SetValue.owning(new HashSet<>(Set.of(key)));
      }
    }
    return SetValue.EMPTY;
  }

  private Value entry(QueryState state, Value key) {
    PartialObject out = new PartialObject();
    for (CompiledRule rule : keyedIndex.candidates(state, NO_ARGS)) {
      rule.solveKeyed(state, key, (s, frame) -> insert(s, frame, rule, out));
    }
    Value value = out.value();
    return value instanceof ObjectValue ? value : ObjectValue.EMPTY;
  }
}
