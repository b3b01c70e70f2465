package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a new plan may change of the one before. */
class RepairTest {

  private static final String JOURNEY =
      """
      predicates: {packed: [], there: []}
      tasks:
        travel:
          achieves: [there()]
          phrases: {en: [travel]}
          methods:
            - name: by-land
              subtasks:
                pack: {task: pack}
                ride: {task: ride, after: [pack]}
            - name: on-foot
              cost: 5
              subtasks:
                pack: {task: pack}
                walk: {task: walk, after: [pack]}
        ride:
          methods:
            - name: by-train
              subtasks: {go: {task: train}}
            - name: by-bus
              cost: 10
              subtasks: {go: {task: bus}}
      actions:
        pack: {effect: packed()}
        train: {precondition: packed(), effect: there()}
        bus: {precondition: packed(), effect: there()}
        walk: {precondition: packed(), effect: there()}
      """;

  private final Domain domain = Given.domain(JOURNEY);
  private final Goal goal = Given.goal("travel");
  private final PlanRequest first = Given.request(domain, goal);
  private final Plan plan = Given.plan(first);

  /** {@code pack} is done and still shows in the plan whatever the rest becomes. */
  private Planning again(Repair repair, String... failed) {
    Map<GroundAction, String> excluded = new LinkedHashMap<>();
    for (String action : failed) {
      excluded.put(new GroundAction(action, List.of()), "failed: no seat");
    }
    PlanStep pack = plan.steps().getFirst();
    PlanRequest request =
        new PlanRequest(
                domain,
                States.after(first.state(), pack),
                goal,
                excluded,
                plan,
                Set.of(pack.id()),
                first.budget())
            .with(repair);
    Planning planning = Planner.plan(request);
    if (planning instanceof Planning.Planned planned) {
      assertThat(PlanChecker.check(request, planned.plan())).isEmpty();
    }
    return planning;
  }

  private static List<String> steps(Planning planning) {
    assertThat(planning).isInstanceOf(Planning.Planned.class);
    return ((Planning.Planned) planning).plan().steps().stream().map(PlanStep::action).toList();
  }

  @Test
  void theFirstPlanIsByTrain() {
    assertThat(Given.lines(plan)).containsExactly("s1 pack []", "s2 train [s1]");
  }

  @Test
  void keepsTheTreeEvenWhenAnotherOneIsCheaper() {
    assertThat(steps(again(Repair.TREE, "train"))).containsExactly("pack", "bus");
  }

  @Test
  void climbsWhenTheTaskThatFailedHasNoOtherWay() {
    assertThat(steps(again(Repair.TREE, "train", "bus"))).containsExactly("pack", "walk");
  }

  @Test
  void changesOnlyTheTaskThatFailed() {
    assertThat(steps(again(Repair.TASK, "train"))).containsExactly("pack", "bus");
    assertThat(again(Repair.TASK, "train", "bus")).isInstanceOf(Planning.Refused.class);
  }

  @Test
  void plansFromTheRootAndStillCountsOnWhatIsDone() {
    Planning planning = again(Repair.ROOT, "train");
    assertThat(steps(planning)).containsExactly("pack", "walk");
    assertThat(((Planning.Planned) planning).plan().steps().getFirst().id()).isEqualTo("s1");
  }

  /** The state does not show yet what a running step brings about; the plan counts on it. */
  @Test
  void countsOnWhatIsRunning() {
    PlanStep pack = plan.steps().getFirst();
    for (Repair repair : Repair.values()) {
      PlanRequest request =
          new PlanRequest(
                  domain,
                  first.state(),
                  goal,
                  Map.of(new GroundAction("train", List.of()), "failed: no seat"),
                  plan,
                  Set.of(pack.id()),
                  Set.of(pack.id()),
                  first.budget())
              .with(repair);
      Plan next = Given.plan(request);
      assertThat(PlanChecker.check(request, next)).isEmpty();
      assertThat(next.steps().getFirst()).isEqualTo(pack);
      assertThat(next.steps().getLast().after()).containsExactly(pack.id());
    }
  }

  /** Nothing failed, but the world differs: what can stay as it is stays. */
  @Test
  void keepsAPlanThatStillWorks() {
    assertThat(steps(again(Repair.TREE))).containsExactly("pack", "train");
    assertThat(steps(again(Repair.TASK))).containsExactly("pack", "train");
    assertThat(steps(again(Repair.ROOT))).containsExactly("pack", "train");
  }
}
