package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoDomainTest {

  private final Domain domain = Given.dataReport();
  private final Goal goal =
      Given.goal("deliver-report", "source", "sales.csv", "to", "ana@example.com");
  private final PlanRequest request =
      Given.request(domain, goal, "format sales.csv csv", "size-mb sales.csv = 1");

  @Test
  void runsInParallelWhatTheOrderAllows() {
    assertThat(Given.lines(Given.plan(request)))
        .containsExactly(
            "s1 inspect []",
            "s2 clean-strict [s1]",
            "s3 profile [s1]",
            "s4 sum-totals [s2]",
            "s5 fetch-style []",
            "s6 draw-charts [s2, s5]",
            "s7 build-report [s3, s4, s6]",
            "s8 seal [s7]",
            "s9 send-report [s8]");
  }

  @Test
  void fillsArgumentsIntoBindings() {
    PlanStep send = Given.plan(request).steps().getLast();

    assertThat(send.run()).isInstanceOf(Binding.OfConnector.class);
    assertThat(
            ((Binding.OfConnector) java.util.Objects.requireNonNull(send.run())).input().toString())
        .contains("\"to\":[\"ana@example.com\"]", "Report on sales.csv");
  }

  @Test
  void plansAroundADeniedAction() {
    Plan plan = Given.plan(request);
    Set<String> finished = Set.of("s1", "s2");

    Plan again =
        Given.plan(Given.again(request, plan, after(plan, finished), finished, "fetch-style"));

    assertThat(Given.lines(again))
        .contains("s1 inspect []", "s2 clean-strict [s1]", "s10 use-built-in-style []")
        .contains("s6 draw-charts [s2, s10]")
        .noneMatch(line -> line.contains("fetch-style"));
    assertThat(Given.task(again.root(), "get-style").rejected())
        .containsExactly(
            new PlanNode.Rejection(
                "house-style",
                "excluded",
                "fetch-style(sales.csv) is excluded: denied: not on the list"));
  }

  @Test
  void takesTheTolerantMethodWhenTheStrictOneFailed() {
    Plan plan = Given.plan(request);
    Set<String> finished = Set.of("s1", "s3", "s5");

    Plan again =
        Given.plan(Given.again(request, plan, after(plan, finished), finished, "clean-strict"));

    assertThat(Given.lines(again))
        .contains(
            "s1 inspect []", "s3 profile [s1]", "s5 fetch-style []", "s10 clean-tolerant [s1]")
        .noneMatch(line -> line.contains("clean-strict"));
    assertThat(Given.task(again.root(), "clean-table").method()).isEqualTo("repair");
  }

  @Test
  void refusesWhenNothingIsLeftAndSaysWhy() {
    Plan plan = Given.plan(request);
    Map<GroundAction, String> excluded = new LinkedHashMap<>();
    for (String action : Set.of("clean-strict", "clean-tolerant")) {
      excluded.put(new GroundAction(action, java.util.List.of("sales.csv")), "failed: dirty rows");
    }

    Planning planning =
        Planner.plan(
            new PlanRequest(
                domain, after(plan, Set.of("s1")), goal, excluded, plan, Set.of("s1"), 100_000));

    assertThat(planning).isInstanceOf(Planning.Refused.class);
    Planning.Refused refused = (Planning.Refused) planning;
    assertThat(refused.code()).isEqualTo("no-plan");
    assertThat(refused.message()).contains("failed: dirty rows");
    assertThat(refused.tried())
        .anyMatch(r -> r.cause().equals("excluded") && r.detail().contains("failed: dirty rows"));
  }

  private WorldState after(Plan plan, Set<String> finished) {
    WorldState state = request.state();
    for (PlanStep step : plan.steps()) {
      state = finished.contains(step.id()) ? States.after(state, step) : state;
    }
    return state;
  }
}
