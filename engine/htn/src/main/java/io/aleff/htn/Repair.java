package io.aleff.htn;

import java.util.List;
import java.util.Locale;

/** How much of the previous plan a new one may change. Finished and running steps always stay. */
public enum Repair {
  /**
   * As little as possible: the tree as it is, then with the tasks around what failed planned anew,
   * one level higher each time, in the end from the root.
   */
  TREE,

  /**
   * Only the tasks around what failed are planned anew; if that does not help, there is no plan.
   */
  TASK,

  /** The goal is planned anew at once; what is done serves again where it fits. */
  ROOT;

  /** How definitions write them. */
  public static final List<String> NAMES = List.of("tree", "task", "root");

  /**
   * @throws IllegalArgumentException when there is no such one
   */
  public static Repair of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
