package io.aleff.htn.verify;

import io.aleff.htn.Finding;
import io.aleff.htn.Method;
import java.util.List;
import java.util.Map;

/**
 * What the checker found out about a plan.
 *
 * @param findings what is wrong; empty when the plan solves the problem
 * @param taken the decompositions, the initial task network first, parents before children,
 *     siblings in an order that their method allows; incomplete after findings
 */
public record Replay(List<Finding> findings, List<Taken> taken) {

  /** Stands for the initial task network, which plans do not name. */
  public static final int TOP = PlanTree.TOP;

  public Replay {
    findings = List.copyOf(findings);
    taken = List.copyOf(taken);
  }

  /**
   * One decomposition.
   *
   * @param id as in the plan, or {@link #TOP}
   * @param state how many steps have run at the earliest moment at which it can be taken
   * @param children ids of what the method's subtasks became, in the order of the method
   * @param binding of the method's variables, as far as task and subtasks show them
   */
  public record Taken(
      int id, Method method, int state, List<Integer> children, Map<String, String> binding) {}
}
