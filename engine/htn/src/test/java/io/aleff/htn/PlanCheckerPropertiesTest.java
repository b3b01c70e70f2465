package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

class PlanCheckerPropertiesTest {

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void acceptsWhateverThePlannerReturns(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();

    Planning planning = Planner.plan(request);

    Statistics.collect(planning.getClass().getSimpleName());
    if (planning instanceof Planning.Planned planned) {
      assertThat(PlanChecker.check(request, planned.plan())).isEmpty();
      assertThat(Planner.plan(request)).isEqualTo(planning);
      assertEveryOrderRuns(request, planned.plan(), new Random(seed));
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void acceptsWhateverReplanningReturns(@ForAll long seed) {
    Random random = new Random(seed);
    PlanRequest first = new RandomDomain(random).request();
    if (!(Planner.plan(first) instanceof Planning.Planned planned)
        || planned.plan().steps().isEmpty()) {
      return;
    }
    PlanRequest again = continued(first, planned.plan(), random);

    for (Repair repair : Repair.values()) {
      Planning planning = Planner.plan(again.with(repair));

      Statistics.collect(repair + " " + planning.getClass().getSimpleName());
      if (planning instanceof Planning.Planned next) {
        assertThat(PlanChecker.check(again, next.plan())).isEmpty();
        assertThat(next.plan().steps().stream().map(PlanStep::id)).containsAll(again.finished());
      }
    }
  }

  @Example
  void finishedStepsServeInTheOrderTheyRan() {
    acceptsWhateverReplanningReturns(8318277098173755114L);
    acceptsWhateverReplanningReturns(-16281887371032366L);
  }

  @Example
  void aTaskThatKeepsNoFinishedStepIsCheckedAgain() {
    acceptsWhateverReplanningReturns(-8935669261541208876L);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void rejectsEachSingleFault(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();
    if (Planner.plan(request) instanceof Planning.Planned planned) {
      for (Tuple.Tuple2<String, Plan> mutant : Mutations.of(planned.plan())) {
        assertThat(PlanChecker.check(request, mutant.get2())).as(mutant.get1()).isNotEmpty();
      }
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void leavingOutOrdersOfIndependentTasksLosesNoPlan(@ForAll long seed) {
    PlanRequest request = new RandomDomain(new Random(seed)).request();
    Problem problem = new Replanning(request, new GoalCheck(request)).problems().getFirst();
    Stubborn everyOrder =
        new Stubborn(request.domain()) {
          @Override
          List<Node> choose(Network network) {
            return network.ready();
          }
        };
    Budget few = new Budget(20_000);
    Budget all = new Budget(20_000);

    BigDecimal found = cost(problem, new Stubborn(request.domain()), few);
    BigDecimal complete = cost(problem, everyOrder, all);

    if (!few.exhausted() && !all.exhausted()) {
      assertThat(found).isEqualTo(complete);
    }
  }

  private static @org.jspecify.annotations.Nullable BigDecimal cost(
      Problem problem, Stubborn stubborn, Budget budget) {
    LowerBounds bounds = new LowerBounds(problem.domain());
    Search.Solution found = new Search(problem, bounds, stubborn, budget, 100).run();
    return found == null ? null : found.cost();
  }

  private static PlanRequest continued(PlanRequest first, Plan plan, Random random) {
    Set<String> finished = new LinkedHashSet<>();
    WorldState state = first.state();
    for (PlanStep step : plan.steps()) {
      if (finished.containsAll(step.after()) && random.nextInt(3) > 0) {
        finished.add(step.id());
        state = States.after(state, step);
      }
    }
    Map<GroundAction, String> excluded = new LinkedHashMap<>();
    for (PlanStep step : plan.steps()) {
      if (!finished.contains(step.id()) && random.nextInt(3) == 0) {
        excluded.put(step.groundAction(), "failed");
      }
    }
    return new PlanRequest(
        first.domain(), state, first.goal(), excluded, plan, finished, first.budget());
  }

  /** A third opinion: simulates random orders of the steps. */
  private static void assertEveryOrderRuns(PlanRequest request, Plan plan, Random random) {
    for (int round = 0; round < 5; round++) {
      SearchState state = new SearchState(request.state());
      Evaluator evaluator = new Evaluator(state, new Universe(request.domain(), request.state()));
      List<PlanStep> open = new ArrayList<>(plan.steps());
      Set<String> done = new LinkedHashSet<>();
      while (!open.isEmpty()) {
        List<PlanStep> ready = open.stream().filter(s -> done.containsAll(s.after())).toList();
        PlanStep step = ready.get(random.nextInt(ready.size()));
        Action action =
            java.util.Objects.requireNonNull(request.domain().actions().get(step.action()));
        assertThat(evaluator.holds(action.precondition(), step.arguments())).as(step.id()).isTrue();
        Map<Fact, String> reads = new LinkedHashMap<>();
        Outcome outcome = evaluator.outcome(action.effects(), step.arguments(), reads);
        assertThat(outcome.add()).isEqualTo(step.add());
        for (Map.Entry<Fact, BigDecimal> number : outcome.numbers().entrySet()) {
          assertThat(step.numbers().get(number.getKey())).isEqualByComparingTo(number.getValue());
        }
        state.apply(outcome);
        done.add(step.id());
        open.remove(step);
      }
      assertThat(plan.achieves()).allMatch(state::contains);
    }
  }
}
