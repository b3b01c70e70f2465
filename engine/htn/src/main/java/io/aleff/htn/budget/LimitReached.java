package io.aleff.htn.budget;

/** Unwinds a search whose budget is used up. */
public final class LimitReached extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What ran out. */
  public enum Limit {
    TIME,
    NODES,
    MEMORY,
    CANCELLED
  }

  private final Limit limit;

  public LimitReached(Limit limit) {
    super(limit.name(), null, false, false);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
