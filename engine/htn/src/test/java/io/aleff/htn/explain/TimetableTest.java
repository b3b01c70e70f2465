package io.aleff.htn.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimetableTest {

  private static PlanAccount.Step step(String id, int seconds, String... after) {
    List<PlanAccount.Wait> waits =
        Arrays.stream(after).map(a -> new PlanAccount.Wait(a, "order of a method")).toList();
    Duration duration = Duration.ofSeconds(seconds);
    return new PlanAccount.Step(id, "do", Map.of(), BigDecimal.ZERO, duration, waits);
  }

  private static Timetable of(PlanAccount.Step... steps) {
    return Timetable.of(new PlanAccount(List.of(), List.of(steps), List.of(), BigDecimal.ZERO));
  }

  private static List<String> rows(Timetable timetable) {
    return timetable.rows().stream()
        .map(
            r ->
                r.step().id()
                    + " %d-%d +%d"
                        .formatted(
                            r.start().toSeconds(), r.end().toSeconds(), r.slack().toSeconds()))
        .toList();
  }

  @Test
  void theLongestChainIsCritical() {
    Timetable timetable =
        of(step("a", 2), step("b", 5), step("c", 3, "a"), step("d", 1, "b", "c"), step("e", 1));

    assertThat(rows(timetable))
        .containsExactly("a 0-2 +0", "b 0-5 +0", "c 2-5 +0", "d 5-6 +0", "e 0-1 +5");
    assertThat(timetable.length()).isEqualTo(Duration.ofSeconds(6));
    assertThat(timetable.critical()).containsExactly("b", "d");
  }

  @Test
  void withoutDurationsEachStepCountsAsOne() {
    Timetable timetable = of(step("a", 0), step("b", 0, "a"), step("c", 0));

    assertThat(timetable.counted()).isTrue();
    assertThat(rows(timetable)).containsExactly("a 0-1 +0", "b 1-2 +0", "c 0-1 +1");
    assertThat(timetable.critical()).containsExactly("a", "b");
  }

  @Test
  void aPlanWithoutStepsTakesNoTime() {
    assertThat(of().length()).isZero();
    assertThat(of().critical()).isEmpty();
  }
}
