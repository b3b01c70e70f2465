package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Tracer;
import io.aleff.rego.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells a tracer about one expression; only in programs compiled for tracing. */
public final class Traced {

  private final SourceLocation at;
  private final Map<String, Expr> watched;
  private final int mark;

  /**
   * @param watched variables and input paths by their text
   * @param mark a sink of the frame that notes whether the expression held
   */
  public Traced(SourceLocation at, Map<String, Expr> watched, int mark) {
    this.at = at;
    this.watched = watched;
    this.mark = mark;
  }

  private Tracer.Bindings bindings(QueryState state, Frame frame) {
    return () -> {
      Map<String, Value> out = new LinkedHashMap<>();
      watched.forEach(
          (name, expr) -> {
            Value value = expr.eval(state, frame);
            if (value != null) {
              out.put(name, value);
            }
          });
      return out;
    };
  }

  private static void clear(Frame frame, int[] own) {
    for (int slot : own) {
      frame.slots[slot] = null;
    }
  }

  /**
   * The node before the expression.
   *
   * @param own the slots the expression binds; emptied, so that no older values are told
   */
  public Node before(int... own) {
    return new Node() {
      @Override
      public boolean run(QueryState state, Frame frame) {
        Tracer tracer = state.tracer();
        if (tracer == null) {
          return next.run(state, frame);
        }
        clear(frame, own);
        frame.sinks[mark] = null;
        tracer.tryExpression(at, bindings(state, frame));
        boolean over = next.run(state, frame);
        if (frame.sinks[mark] == null) {
          tracer.fails(at, bindings(state, frame));
        }
        return over;
      }
    };
  }

  /** The node after the expression. */
  public Node after() {
    return new Node() {
      @Override
      public boolean run(QueryState state, Frame frame) {
        Tracer tracer = state.tracer();
        if (tracer != null) {
          frame.sinks[mark] = true;
          tracer.holds(at, bindings(state, frame));
        }
        return next.run(state, frame);
      }
    };
  }
}
