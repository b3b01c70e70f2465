package io.aleff.guardrail.facts;

import java.math.BigDecimal;
import java.util.List;

/**
 * The action that asks to run; exactly one per decision.
 *
 * @param name {@code connector.operation}
 * @param reversibility {@code read-only}, {@code reversible}, {@code compensatable} or {@code
 *     irreversible}
 * @param effects as text, one per effect
 * @param egress hosts that the action asks for
 * @param amount the argument {@code amount} when it is a number, else 0
 * @param codeLength characters of code that would run, all files together
 */
public record Action(
    String connector,
    String operation,
    String name,
    String reversibility,
    String digest,
    List<String> effects,
    List<String> egress,
    List<String> files,
    BigDecimal amount,
    long codeLength) {}
