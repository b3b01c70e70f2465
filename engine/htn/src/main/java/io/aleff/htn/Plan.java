package io.aleff.htn;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A checked plan: a task tree whose leaves are partially ordered steps.
 *
 * @param goal what it achieves
 * @param root the task tree
 * @param steps in an order that respects {@code after}; among unordered steps, by priority
 * @param achieves facts that must hold at the end
 * @param cost sum over the steps
 * @param duration length of the critical path
 */
public record Plan(
    Goal goal,
    PlanNode.Task root,
    List<PlanStep> steps,
    Set<Fact> achieves,
    BigDecimal cost,
    Duration duration) {}
