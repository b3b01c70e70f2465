package io.aleff.htn;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A test of a task network.
 *
 * @param excluded reason by action name or action with arguments
 * @param finished actions that are done before planning again; empty for a first plan
 * @param repair what planning again may change
 */
record TestCase(
    String name,
    Map<String, String> objects,
    Set<Fact> facts,
    Map<Fact, BigDecimal> numbers,
    Goal goal,
    Map<String, String> excluded,
    List<String> finished,
    Repair repair,
    int budget,
    Expected expected) {

  /**
   * What must come out; null where the test does not say.
   *
   * @param steps the actions of the plan, in any order
   * @param order pairs of which the first must come before the second
   * @param unordered pairs that may run at the same time
   * @param methods the chosen method by task
   * @param refused the code of the refusal
   */
  record Expected(
      @Nullable List<String> steps,
      List<List<String>> order,
      List<List<String>> unordered,
      Map<String, String> methods,
      @Nullable BigDecimal cost,
      @Nullable String refused) {}
}
