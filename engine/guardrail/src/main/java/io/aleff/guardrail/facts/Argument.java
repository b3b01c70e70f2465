package io.aleff.guardrail.facts;

import java.math.BigDecimal;

/**
 * One scalar argument of the action.
 *
 * @param name key, nested keys and list positions joined with dots: {@code to}, {@code rows.0.id}
 * @param text the value as text
 * @param number the value when it is a number, else 0
 * @param kind {@code string}, {@code number} or {@code boolean}
 */
public record Argument(String name, String text, BigDecimal number, String kind) {}
