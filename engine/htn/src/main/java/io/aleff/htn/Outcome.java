package io.aleff.htn;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * What an action does in one state.
 *
 * @param reads the values that this outcome, and the action's precondition, rest on
 */
record Outcome(
    Set<Fact> add, Set<Fact> delete, Map<Fact, BigDecimal> numbers, Map<Fact, String> reads) {}
