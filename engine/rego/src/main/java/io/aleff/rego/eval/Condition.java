package io.aleff.rego.eval;

import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold wherever a rule has a solution: a place has one of some values.
 *
 * @param values never empty
 */
public record Condition(Place place, Set<Value> values) {

  /** Where a value comes from that is known before a rule runs. */
  public sealed interface Place {

    @Nullable Value value(QueryState state, @Nullable Value[] args);
  }

  /** A path into the input. */
  public record Input(List<Value> path) implements Place {
    @Override
    public @Nullable Value value(QueryState state, @Nullable Value[] args) {
      Value at = state.input;
      for (int i = 0; i < path.size() && at != null; i++) {
        at = Expr.lookup(at, path.get(i));
      }
      return at;
    }
  }

  /** An argument of a function. */
  public record Argument(int index) implements Place {
    @Override
    public @Nullable Value value(QueryState state, @Nullable Value[] args) {
      return args[index];
    }
  }

  /** A part of a text, counted from 0, between delimiters. */
  public record Segment(Place text, char delimiter, int index) implements Place {
    @Override
    public @Nullable Value value(QueryState state, @Nullable Value[] args) {
      if (!(text.value(state, args) instanceof StringValue s)) {
        return null;
      }
      String all = s.value();
      int from = 0;
      for (int i = 0; i < index; i++) {
        int next = all.indexOf(delimiter, from);
        if (next < 0) {
          return null;
        }
        from = next + 1;
      }
      int end = all.indexOf(delimiter, from);
      return StringValue.of(all.substring(from, end < 0 ? all.length() : end));
    }
  }
}
