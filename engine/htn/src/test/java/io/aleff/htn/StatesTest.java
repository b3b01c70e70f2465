package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatesTest {

  private final Domain domain = Given.dataReport();
  private final Goal goal = Given.goal("deliver-report", "source", "a b.csv", "to", "ana");
  private final WorldState state =
      Given.state(domain, goal, "format x.csv csv", "size-mb x.csv = 1.5");

  @Test
  void makesObjectsOfArgumentsAndFacts() {
    assertThat(state.objects())
        .containsEntry("a b.csv", "file")
        .containsEntry("ana", "person")
        .containsEntry("x.csv", "file")
        .hasSize(3);
  }

  @Test
  void survivesJson() {
    String text = States.toJson(state).toString();

    assertThat(States.fromJson(Json.MAPPER.readTree(text))).isEqualTo(state);
  }

  @Test
  void progressGrowsToAHundred() {
    Plan plan =
        Given.plan(
            domain,
            Given.goal("make-report", "source", "x.csv"),
            "format x.csv csv",
            "size-mb x.csv = 1");
    Set<String> done = new java.util.LinkedHashSet<>();
    int before = PlanProgress.percent(plan, done);
    assertThat(before).isZero();
    for (PlanStep step : plan.steps()) {
      done.add(step.id());
      int now = PlanProgress.percent(plan, done);
      assertThat(now).isGreaterThan(before);
      before = now;
    }
    assertThat(before).isEqualTo(100);
    assertThat(PlanProgress.percent(plan, Set.of(), 70)).isEqualTo(70);
  }
}
