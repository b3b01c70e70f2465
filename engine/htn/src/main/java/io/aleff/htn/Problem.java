package io.aleff.htn;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to plan.
 *
 * @param script the tree of the previous plan; null to plan freely
 * @param reopened ids of its tasks that are to be decomposed anew
 * @param touched ids of its tasks that keep a step which is done or running
 * @param steps steps of the previous plan by id
 * @param finished ids of those that are done or running
 * @param reusable finished steps that no kept part of the tree holds
 * @param earlier for each finished step the finished steps that surely came before it
 */
record Problem(
    Domain domain,
    WorldState state,
    Goal goal,
    Map<String, String> arguments,
    Set<Fact> achieves,
    Map<GroundAction, String> excluded,
    @Nullable PlanNode script,
    Set<String> reopened,
    Set<String> touched,
    Map<String, PlanStep> steps,
    Set<String> finished,
    Map<String, PlanStep> reusable,
    Map<String, Set<String>> earlier) {}
