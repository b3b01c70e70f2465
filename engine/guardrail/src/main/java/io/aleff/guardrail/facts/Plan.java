package io.aleff.guardrail.facts;

import java.util.List;

/**
 * Where in its plan the action stands; exactly one per decision.
 *
 * @param taskPath names of the tasks from the goal down to the action
 * @param attempt 1 for the first
 */
public record Plan(String goal, List<String> taskPath, String step, int attempt, String release) {}
