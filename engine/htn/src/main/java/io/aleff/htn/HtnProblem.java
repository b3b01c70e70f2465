package io.aleff.htn;

/**
 * What is to be planned in a domain: a world, an initial task network, and conditions on the end.
 *
 * @param network the initial task network as a method without a task: its variables may be chosen
 *     freely, its precondition holds what constrains them
 * @param goal must hold after the last step
 */
public record HtnProblem(String name, WorldState state, Method network, Formula goal) {}
