package io.aleff.guardrail.facts;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One finding of a rule, and the only thing a rule may insert.
 *
 * @param weight what it adds to the risk, 0 to 100
 */
public record Signal(String name, int weight, String evidence) {

  private static final int LONGEST = 500;

  /**
   * What {@code new Signal(…)} in a rule calls.
   *
   * @param weight any number; rounded up, then brought into 0 to 100
   * @param evidence cut after 500 characters
   */
  public static Signal of(String name, Number weight, String evidence) {
    BigDecimal exact = new BigDecimal(weight.toString()).setScale(0, RoundingMode.CEILING);
    int rounded = exact.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100)).intValue();
    String cut = evidence.length() > LONGEST ? evidence.substring(0, LONGEST) : evidence;
    return new Signal(name, rounded, cut);
  }
}
