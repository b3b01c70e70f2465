package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Plans with exactly one fault. */
final class Mutations {

  private Mutations() {}

  static List<Tuple2<String, Plan>> of(Plan plan) {
    List<Tuple2<String, Plan>> mutants = new ArrayList<>();
    mutants.add(
        Tuple.of(
            "cost",
            new Plan(
                plan.goal(),
                plan.root(),
                plan.steps(),
                plan.achieves(),
                plan.cost().add(BigDecimal.ONE),
                plan.duration())));
    mutants.add(
        Tuple.of(
            "duration",
            new Plan(
                plan.goal(),
                plan.root(),
                plan.steps(),
                plan.achieves(),
                plan.cost(),
                plan.duration().plusSeconds(1))));
    mutants.add(
        Tuple.of(
            "method",
            withRoot(
                plan,
                new PlanNode.Task(
                    "t1",
                    "t0",
                    "t0",
                    plan.root().arguments(),
                    "no-such-method",
                    List.of(),
                    List.of(),
                    plan.root().children()))));
    if (!plan.root().children().isEmpty()) {
      mutants.add(
          Tuple.of(
              "lost child",
              withRoot(
                  plan,
                  new PlanNode.Task(
                      "t1",
                      "t0",
                      "t0",
                      plan.root().arguments(),
                      plan.root().method(),
                      List.of(),
                      List.of(),
                      plan.root().children().subList(1, plan.root().children().size())))));
    }
    for (int i = 0; i < plan.steps().size(); i++) {
      PlanStep s = plan.steps().get(i);
      List<PlanStep> without = new ArrayList<>(plan.steps());
      without.remove(i);
      mutants.add(Tuple.of("lost step", withSteps(plan, without)));
      Set<Fact> more = new LinkedHashSet<>(s.add());
      more.add(Fact.of("p", "nobody"));
      mutants.add(Tuple.of("effect", replaced(plan, i, s.action(), s.after(), more)));
      mutants.add(Tuple.of("action", replaced(plan, i, "no-such-action", s.after(), s.add())));
      List<String> after = new ArrayList<>(s.after());
      after.add(s.id());
      mutants.add(Tuple.of("own predecessor", replaced(plan, i, s.action(), after, s.add())));
      if (!s.after().isEmpty() && i == plan.steps().size() - 1) {
        mutants.add(
            Tuple.of(
                "unknown predecessor", replaced(plan, i, s.action(), List.of("s999"), s.add())));
      }
    }
    return mutants;
  }

  private static Plan replaced(
      Plan plan, int at, String action, List<String> after, Set<Fact> add) {
    PlanStep s = plan.steps().get(at);
    List<PlanStep> steps = new ArrayList<>(plan.steps());
    steps.set(
        at,
        new PlanStep(
            s.id(),
            s.label(),
            action,
            s.arguments(),
            after,
            s.priority(),
            s.cost(),
            s.duration(),
            s.reversibility(),
            s.run(),
            s.undo(),
            add,
            s.delete(),
            s.numbers()));
    return withSteps(plan, steps);
  }

  private static Plan withSteps(Plan plan, List<PlanStep> steps) {
    return new Plan(plan.goal(), plan.root(), steps, plan.achieves(), plan.cost(), plan.duration());
  }

  private static Plan withRoot(Plan plan, PlanNode.Task root) {
    return new Plan(plan.goal(), root, plan.steps(), plan.achieves(), plan.cost(), plan.duration());
  }
}
