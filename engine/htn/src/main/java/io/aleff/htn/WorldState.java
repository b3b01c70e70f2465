package io.aleff.htn;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * What is true at one moment. Immutable; iteration order is the insertion order.
 *
 * @param objects type name by object name
 * @param facts the atoms that hold; all others do not
 * @param numbers values of numeric fluents
 */
public record WorldState(
    Map<String, String> objects, Set<Fact> facts, Map<Fact, BigDecimal> numbers) {}
