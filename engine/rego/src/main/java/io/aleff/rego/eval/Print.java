package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Tracer;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Tells the tracer what is printed, if there is one; always holds. */
public final class Print extends Node {

  private static final String UNDEFINED = "<undefined>";

  private final List<Expr> args;
  private final SourceLocation at;

  /**
   * @param args each gives the set of the argument's values
   */
  public Print(List<Expr> args, SourceLocation at) {
    this.args = args;
    this.at = at;
  }

  @Override
  public boolean run(QueryState state, Frame frame) {
    state.step();
    Tracer tracer = state.tracer();
    if (tracer != null) {
      lines(state, frame).forEach(line -> tracer.note(at, line));
    }
    return next.run(state, frame);
  }

  /** One line for each combination of the values of the arguments. */
  private List<String> lines(QueryState state, Frame frame) {
    List<String> lines = List.of("");
    for (int i = 0; i < args.size(); i++) {
      List<String> longer = new ArrayList<>();
      for (String text : texts(args.get(i).eval(state, frame))) {
        for (String line : lines) {
          state.step();
          state.allocate(line.length() + (long) text.length());
          longer.add(i == 0 ? text : line + " " + text);
        }
      }
      lines = longer;
    }
    return lines;
  }

  private static List<String> texts(@org.jspecify.annotations.Nullable Value values) {
    return values instanceof SetValue set && set.size() > 0
        ? set.sorted().stream().map(Print::text).toList()
        : List.of(UNDEFINED);
  }

  private static String text(Value value) {
    return value instanceof StringValue s ? s.value() : value.toString();
  }
}
