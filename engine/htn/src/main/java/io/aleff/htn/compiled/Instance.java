package io.aleff.htn.compiled;

import io.aleff.htn.Domain;
import io.aleff.htn.Formula;
import io.aleff.htn.Method;
import io.aleff.htn.WorldState;

/**
 * A planning problem as it is stated.
 *
 * @param network the initial task network, written as a method without a task
 * @param goal must hold at the end
 */
public record Instance(Domain domain, WorldState state, Method network, Formula goal) {}
