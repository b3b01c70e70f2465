package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static List<String> actions(Plan plan) {
    return plan.steps().stream()
        .map(s -> s.action() + String.join(",", s.arguments().values()))
        .toList();
  }

  private static Plan checked(Domain domain, Goal goal, String... facts) {
    PlanRequest request = Given.request(domain, goal, facts);
    Plan plan = Given.plan(request);
    assertThat(PlanChecker.check(request, plan)).isEmpty();
    return plan;
  }

  @Test
  void backtracksToAnotherMethodWhenASubtaskFailsLater() {
    Domain domain =
        Given.domain(
            """
            predicates: {key: [], open: []}
            tasks:
              enter:
                phrases: {en: [enter]}
                methods:
                  - name: through-the-door
                    subtasks:
                      approach: {task: walk}
                      open: {task: unlock, after: [approach]}
                  - name: through-the-window
                    subtasks:
                      climb: {task: climb}
            actions:
              walk: {}
              unlock: {precondition: key(), effect: open()}
              climb: {effect: open()}
            """);

    Plan plan = checked(domain, Given.goal("enter"));

    assertThat(actions(plan)).containsExactly("climb");
    assertThat(plan.root().rejected())
        .containsExactly(
            new PlanNode.Rejection(
                "through-the-door", "dead-end", "unlock(): key() does not hold"));
  }

  @Test
  void interleavesUnorderedTasksWhenPreconditionsNeedIt() {
    Domain domain =
        Given.domain(
            """
            predicates: {a: [], b: [], c: []}
            tasks:
              both:
                phrases: {en: [both]}
                methods:
                  - subtasks:
                      left: {task: left}
                      right: {task: right}
              left:
                methods:
                  - subtasks:
                      one: {task: make-a}
                      two: {task: need-b-make-c, after: [one]}
              right:
                methods:
                  - subtasks:
                      one: {task: need-a-make-b}
                      two: {task: need-c, after: [one]}
            actions:
              make-a: {effect: a()}
              need-a-make-b: {precondition: a(), effect: b()}
              need-b-make-c: {precondition: b(), effect: c()}
              need-c: {precondition: c()}
            """);

    assertThat(actions(checked(domain, Given.goal("both"))))
        .containsExactly("make-a", "need-a-make-b", "need-b-make-c", "need-c");
  }

  @Test
  void takesTheCheapestPlanAndSaysWhatTheOthersCost() {
    Domain domain =
        Given.domain(
            """
            tasks:
              travel:
                phrases: {en: [travel]}
                methods:
                  - {name: taxi, cost: 2, subtasks: {go: {task: ride}}}
                  - {name: walk, cost: 1, subtasks: {go: {task: walk}}}
            actions:
              ride: {cost: 20}
              walk: {cost: 3}
            """);

    Plan plan = checked(domain, Given.goal("travel"));

    assertThat(plan.root().method()).isEqualTo("walk");
    assertThat(plan.root().reasons()).containsExactly("has no precondition", "costs 1");
    assertThat(plan.cost()).isEqualByComparingTo("3");
    assertThat(plan.root().rejected())
        .containsExactly(
            new PlanNode.Rejection("taxi", "cost", "costs at least 22, the chosen method 4"));
  }

  @Test
  void choosesMethodsByNumbersAndQuantifiers() {
    Domain domain =
        Given.domain(
            """
            types: {item: object}
            predicates: {packed: [item]}
            functions: {weight: [item], load: []}
            tasks:
              ship:
                parameters: {first: item}
                phrases: {en: ["ship {first}"]}
                methods:
                  - name: done
                    precondition: forall i in item (packed(i))
                    subtasks: {}
                  - name: pack-one
                    variables: {next: item}
                    precondition: [not packed(next), "load() + weight(next) <= 10"]
                    subtasks:
                      pack: {task: pack, with: {item: next}}
                      rest: {task: ship, with: {first: first}, after: [pack]}
            actions:
              pack:
                parameters: {item: item}
                precondition: not packed(item)
                effect: [packed(item), load() += weight(item)]
            """);
    Goal goal = Given.goal("ship", "first", "a");

    Plan plan = checked(domain, goal, "weight a = 4", "weight b = 6", "load = 0");
    Planning heavy =
        Planner.plan(Given.request(domain, goal, "weight a = 5", "weight b = 6", "load = 0"));

    assertThat(actions(plan)).containsExactly("packa", "packb");
    assertThat(plan.steps().getLast().numbers())
        .containsEntry(Fact.of("load"), new BigDecimal("10"));
    assertThat(heavy).isInstanceOf(Planning.Refused.class);
    assertThat(((Planning.Refused) heavy).code()).isEqualTo("no-plan");
  }

  @Test
  void ordersStepsThatInterfereAndLeavesTheRestParallel() {
    Domain domain =
        Given.domain(
            """
            predicates: {free: [], done-a: [], done-b: [], other: []}
            tasks:
              work:
                phrases: {en: [work]}
                methods:
                  - subtasks:
                      a: {task: use-a}
                      b: {task: use-b}
                      give: {task: release, after: [a]}
                      c: {task: else}
            actions:
              use-a: {precondition: free(), effect: [not free(), done-a()]}
              release: {effect: free()}
              use-b: {precondition: free(), effect: [not free(), done-b()]}
              else: {effect: other()}
            """);

    Plan plan = checked(domain, Given.goal("work"), "free");

    assertThat(Given.lines(plan))
        .containsExactly("s1 use-a []", "s2 release [s1]", "s3 use-b [s2]", "s4 else []");
  }

  @Test
  void appliesConditionalAndUniversalEffects() {
    Domain domain =
        Given.domain(
            """
            types: {item: object}
            predicates: {dirty: [item], clean: [item], wet: []}
            tasks:
              wash:
                parameters: {x: item}
                achieves: clean(x)
                phrases: {en: ["wash {x}"]}
                methods: [{subtasks: {rinse: {task: rinse}}}]
            actions:
              rinse:
                effect:
                  - wet()
                  - forall: {i: item}
                    when: dirty(i)
                    then: [clean(i), not dirty(i)]
            """);

    Plan plan = checked(domain, Given.goal("wash", "x", "a"), "dirty a", "dirty b", "clean c");

    assertThat(plan.steps().getFirst().add())
        .containsExactlyInAnyOrder(Fact.of("wet"), Fact.of("clean", "a"), Fact.of("clean", "b"));
    assertThat(plan.steps().getFirst().delete())
        .containsExactlyInAnyOrder(Fact.of("dirty", "a"), Fact.of("dirty", "b"));
  }

  private static final String COUNTDOWN =
      """
      functions: {left: []}
      tasks:
        count:
          phrases: {en: [count]}
          methods:
            - {name: stop, precondition: left() <= 0, subtasks: {}}
            - name: next
              precondition: left() > 0
              subtasks:
                one: {task: tick}
                rest: {task: count, after: [one]}
      actions:
        tick: {effect: left() -= 1}
      """;

  @Test
  void recursesTenThousandLevelsDeep() {
    Plan plan = checked(Given.domain(COUNTDOWN), Given.goal("count"), "left = 10000");

    assertThat(plan.steps()).hasSize(10_000);
    assertThat(plan.steps().getLast().after()).containsExactly("s9999");
  }

  @Test
  void refusesEndlessRecursionWithinTheBudget() {
    Domain domain =
        Given.domain(
            """
            predicates: {never: []}
            tasks:
              spin:
                phrases: {en: [spin]}
                methods:
                  - {name: again, subtasks: {a: {task: nothing}, b: {task: spin, after: [a]}}}
                  - {name: end, precondition: never(), subtasks: {}}
              grow:
                phrases: {en: [grow]}
                methods:
                  - {name: again, subtasks: {a: {task: grow}, b: {task: nothing, after: [a]}}}
                  - {name: end, precondition: never(), subtasks: {}}
            actions:
              nothing: {}
            """);

    assertThat(Planner.plan(Given.request(domain, Given.goal("spin"))))
        .isInstanceOfSatisfying(
            Planning.Refused.class, r -> assertThat(r.code()).isEqualTo("no-plan"));
    assertThat(Planner.plan(Given.request(domain, Given.goal("grow"))))
        .isInstanceOfSatisfying(
            Planning.Refused.class, r -> assertThat(r.code()).isEqualTo("budget"));
  }

  @Test
  void refusesUnknownTasksAndBadArguments() {
    Domain domain = Given.dataReport();

    assertThat(refusal(domain, Given.goal("deliver-reprot")).message())
        .isEqualTo("There is no task \"deliver-reprot\". Maybe \"deliver-report\"?");
    assertThat(refusal(domain, Given.goal("get-style")).code()).isEqualTo("bad-argument");
    assertThat(refusal(domain, Given.goal("get-style", "source", "${run.token}")).code())
        .isEqualTo("bad-argument");
  }

  private static Planning.Refused refusal(Domain domain, Goal goal) {
    return (Planning.Refused) Planner.plan(Given.request(domain, goal));
  }
}
