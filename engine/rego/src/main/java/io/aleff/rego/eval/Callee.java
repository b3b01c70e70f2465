package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.builtin.Builtin;
import io.aleff.rego.builtin.BuiltinError;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/** Something that can be called. */
public sealed interface Callee {

  String name();

  int arity();

  @Nullable Value invoke(QueryState state, @Nullable Value[] args, SourceLocation at);

  /** A built-in. */
  record Native(Builtin builtin) implements Callee {

    @Override
    public String name() {
      return builtin.name();
    }

    @Override
    public int arity() {
      return builtin.arity();
    }

    @Override
    @SuppressWarnings("NullAway")
    public @Nullable Value invoke(QueryState state, @Nullable Value[] args, SourceLocation at) {
      if (!builtin.allowed()) {
        throw new RegoFailure("eval_builtin_error", name() + ": not allowed", at);
      }
      try {
        for (Value arg : args) {
          state.work(arg.weight());
        }
        Value result = builtin.body().call(state, args);
        if (state.tracer() != null && name().equals("trace") && args[0] instanceof StringValue s) {
          state.tracer().note(at, s.value());
        }
        return result == null ? null : state.built(result);
      } catch (BuiltinError e) {
        if (state.strict()) {
          throw new RegoFailure(e.code(), name() + ": " + e.text(), at);
        }
        if (state.tracer() != null) {
          state.tracer().builtinError(at, e.code(), name() + ": " + e.text());
        }
        return null;
      }
    }
  }

  /** A rule with parameters. */
  record Function(RuleSet rules) implements Callee {

    @Override
    public String name() {
      return rules.path();
    }

    @Override
    public int arity() {
      return rules.arity();
    }

    @Override
    public @Nullable Value invoke(QueryState state, @Nullable Value[] args, SourceLocation at) {
      return rules.call(state, args);
    }
  }
}
