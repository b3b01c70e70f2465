package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Tracer;
import io.aleff.rego.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, ready to run.
 *
 * @param path the place of the rule under {@code data}
 * @param body a chain that ends in {@code Emit(0)}
 * @param params what the arguments are unified with
 * @param keys the path of the head below the rule's place in the tree
 * @param head the value, or the member of a {@code contains} rule
 * @param constant whether every solution has the same head value
 * @param orElse the next branch
 */
public record CompiledRule(
    String path,
    Node body,
    int slots,
    int sinks,
    List<Pattern> params,
    List<Expr> keys,
    Expr head,
    boolean member,
    boolean constant,
    @Nullable CompiledRule orElse,
    Value metadata,
    SourceLocation location) {

  /** Gives every solution to the sink; false when the arguments do not fit. */
  boolean solve(QueryState state, @Nullable Value[] args, Emit.Sink sink) {
    Tracer tracer = state.tracer();
    if (tracer == null) {
      return run(state, args, sink);
    }
    tracer.enterRule(path, location);
    try {
      return run(
          state,
          args,
          (s, frame) -> {
            Value value = head.eval(s, frame);
            if (value != null) {
              tracer.ruleValue(path, location, value);
            }
            return sink.take(s, frame);
          });
    } finally {
      tracer.leaveRule(path, location);
    }
  }

  private boolean run(QueryState state, @Nullable Value[] args, Emit.Sink sink) {
    Frame frame = new Frame(slots, sinks);
    for (int i = 0; i < params.size(); i++) {
      Value arg = args[i];
      if (arg == null || !params.get(i).match(state, frame, arg)) {
        return false;
      }
    }
    frame.sinks[0] = sink;
    Value outer = state.metadata;
    state.metadata = metadata;
    try {
      return body.run(state, frame);
    } finally {
      state.metadata = outer;
    }
  }

  /** Runs a keyed variant: slot 0 holds the key. */
  boolean solveKeyed(QueryState state, Value key, Emit.Sink sink) {
    Frame frame = new Frame(slots, sinks);
    frame.slots[0] = key;
    frame.sinks[0] = sink;
    return body.run(state, frame);
  }

  /** The value of this rule or of its first {@code else} branch that has one. */
  @Nullable Value first(QueryState state, @Nullable Value[] args, String conflict) {
    for (CompiledRule rule = this; rule != null; rule = rule.orElse) {
      Value value = rule.single(state, args, conflict);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private @Nullable Value single(QueryState state, @Nullable Value[] args, String conflict) {
    @Nullable Value[] found = new Value[1];
    solve(
        state,
        args,
        (s, frame) -> {
          Value value = head.eval(s, frame);
          Value earlier = found[0];
          if (value != null && earlier != null && !earlier.equals(value)) {
            throw new RegoFailure("eval_conflict_error", conflict, location);
          }
          found[0] = value == null ? earlier : value;
          return value != null && constant;
        });
    return found[0];
  }
}
