package io.aleff.rego.graphql;

/** Accounts for the work on documents, which may come from anybody. */
public interface Meter {

  /** One token, node or comparison; fails when a limit is reached. */
  void step();

  /** Going through this many small things without steps. */
  void work(long things);

  /** Fails when something is nested deeper than allowed. */
  void nested(int depth);
}
