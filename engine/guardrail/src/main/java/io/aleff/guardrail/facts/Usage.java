package io.aleff.guardrail.facts;

import java.math.BigDecimal;

/**
 * What was used so far under one name; one per name in {@code usage}.
 *
 * @param count uses, 0 when not counted
 * @param amount sum, 0 when not summed
 * @param budget limit, 0 when there is none; see {@code limited}
 * @param limited whether there is a budget
 */
public record Usage(
    String name, BigDecimal count, BigDecimal amount, BigDecimal budget, boolean limited) {}
