package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * One expression of a body, compiled: for every way it holds it runs what follows. A body is a
 * chain of nodes that ends in a node which takes the solution.
 */
public abstract class Node {

  private static final Node UNLINKED =
      new Node() {
        @Override
        public boolean run(QueryState state, Frame frame) {
          throw new IllegalStateException("a node was not linked");
        }
      };

  Node next = this == UNLINKED ? this : placeholder();

  @SuppressWarnings("ReferenceEquality")
  private static Node placeholder() {
    return UNLINKED;
  }

  /** True when the search is over: nobody wants another solution. */
  public abstract boolean run(QueryState state, Frame frame);

  /** Links what follows and returns it, so that chains can be built front to back. */
  public Node then(Node following) {
    next = following;
    return following;
  }

  /** The first node of every chain. */
  public static final class Start extends Node {
    @Override
    public boolean run(QueryState state, Frame frame) {
      return next.run(state, frame);
    }
  }

  /** A term that has to be defined and not false. */
  public static final class Test extends Node {
    private final Expr expr;

    public Test(Expr expr) {
      this.expr = expr;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      Value value = expr.eval(state, frame);
      return value != null && value.truthy() && next.run(state, frame);
    }
  }

  /** A value unified with a pattern. */
  public static final class Unify extends Node {
    private final Expr expr;
    private final Pattern pattern;

    public Unify(Expr expr, Pattern pattern) {
      this.expr = expr;
      this.pattern = pattern;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      Value value = expr.eval(state, frame);
      return value != null && pattern.match(state, frame, value) && next.run(state, frame);
    }
  }

  /** Holds when a body has no solution. */
  public static final class Not extends Node {
    private final Node body;

    /**
     * @param body a chain that ends in {@link Found}
     */
    public Not(Node body) {
      this.body = body;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      return !body.run(state, frame) && next.run(state, frame);
    }
  }

  /** Ends a chain of which only the first solution matters. */
  public static final class Found extends Node {
    @Override
    public boolean run(QueryState state, Frame frame) {
      return true;
    }
  }

  /** Holds when either body does; the second is tried only when the first has no solution. */
  public static final class Either extends Node {
    private final Node first;
    private final Node second;

    public Either(Node first, Node second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      return (first.run(state, frame) || second.run(state, frame)) && next.run(state, frame);
    }
  }

  /**
   * Every element of a collection has to fulfil a body; an undefined collection fulfils nothing.
   */
  public static final class Every extends Node {
    private final Expr domain;
    private final Pattern key;
    private final Pattern value;
    private final Node body;

    public Every(Expr domain, Pattern key, Pattern value, Node body) {
      this.domain = domain;
      this.key = key;
      this.value = value;
      this.body = body;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      Value collection = domain.eval(state, frame);
      if (collection == null || !Iteration.isCollection(collection)) {
        return false;
      }
      boolean violated =
          Iteration.each(
              collection,
              (k, v) -> {
                state.step();
                return !(key.match(state, frame, k)
                    && value.match(state, frame, v)
                    && body.run(state, frame));
              });
      return !violated && next.run(state, frame);
    }
  }

  /** All results of a relation, for example of {@code walk}. */
  public static final class Relation extends Node {
    private final Expr results;
    private final Pattern pattern;

    public Relation(Expr results, Pattern pattern) {
      this.results = results;
      this.pattern = pattern;
    }

    @Override
    public boolean run(QueryState state, Frame frame) {
      state.step();
      @Nullable Value all = results.eval(state, frame);
      return all != null
          && Iteration.each(
              all,
              (k, v) -> {
                state.step();
                return pattern.match(state, frame, v) && next.run(state, frame);
              });
    }
  }
}
