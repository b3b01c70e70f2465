package io.aleff.rego.eval;

/** Ends a chain: gives each solution to the sink the frame holds under a number. */
public final class Emit extends Node {

  private final int sink;

  public Emit(int sink) {
    this.sink = sink;
  }

  /** Takes one solution; true when no further one is wanted. */
  @FunctionalInterface
  public interface Sink {
    boolean take(QueryState state, Frame frame);
  }

  @Override
  public boolean run(QueryState state, Frame frame) {
    return frame.sinks[sink] instanceof Sink s && s.take(state, frame);
  }
}
