package io.aleff.htn;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;

/** How far a run is. */
public final class PlanProgress {

  private PlanProgress() {}

  /**
   * The share of the plan that is done, each step weighing its duration, or one second when it has
   * none. Grows with {@code finished}; 100 only when every step is done.
   *
   * @return 0 to 100
   */
  public static int percent(Plan plan, Collection<String> finished) {
    BigDecimal done = BigDecimal.ZERO;
    BigDecimal all = BigDecimal.ZERO;
    for (PlanStep step : plan.steps()) {
      BigDecimal weight = weight(step.duration());
      all = all.add(weight);
      done = finished.contains(step.id()) ? done.add(weight) : done;
    }
    if (all.signum() == 0) {
      return 100;
    }
    return done.multiply(BigDecimal.valueOf(100)).divide(all, 0, RoundingMode.DOWN).intValue();
  }

  /**
   * The same, never below what was shown before: after replanning the new plan may be longer.
   *
   * @param shown the percentage shown last
   */
  public static int percent(Plan plan, Collection<String> finished, int shown) {
    return Math.max(shown, percent(plan, finished));
  }

  private static BigDecimal weight(Duration duration) {
    Duration least =
        duration.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : duration;
    return BigDecimal.valueOf(least.toMillis());
  }
}
