package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static Domain shop(String deadline) {
    return Given.domain(
        """
        predicates: {sold: []}
        tasks:
          sell:
            achieves: [sold()]
            phrases: {en: [sell]}
            %s
            methods:
              - name: by-post
                cost: 1
                subtasks:
                  pack: {task: pack}
                  send: {task: send, after: [pack]}
              - name: by-hand
                cost: 5
                subtasks:
                  pack: {task: pack}
                  bring: {task: bring}
        actions:
          pack: {duration: PT10M}
          send: {effect: sold(), duration: PT55M}
          bring: {effect: sold(), duration: PT30M}
        """
            .formatted(deadline));
  }

  private static List<String> steps(Domain domain) {
    return Given.plan(domain, Given.goal("sell")).steps().stream().map(PlanStep::action).toList();
  }

  @Test
  void theCheapestPlanThatKeepsTheDeadlineIsTaken() {
    assertThat(steps(shop(""))).containsExactly("pack", "send");
    assertThat(steps(shop("deadline: PT1H5M"))).containsExactly("pack", "send");
    assertThat(steps(shop("deadline: PT1H"))).containsExactly("pack", "bring");
  }

  @Test
  void aDeadlineThatCannotBeKeptIsNamed() {
    Domain domain = shop("deadline: PT20M");
    Planning planning = Planner.plan(Given.request(domain, Given.goal("sell")));
    assertThat(planning).isInstanceOf(Planning.Refused.class);
    assertThat(((Planning.Refused) planning).message())
        .contains("sell ends after PT1H5M, its deadline is PT20M");
  }

  @Test
  void theCheckerRejectsAPlanThatEndsTooLate() {
    Goal goal = Given.goal("sell");
    Plan late = Given.plan(shop(""), goal);
    Domain domain = shop("deadline: PT1H");
    assertThat(PlanChecker.check(Given.request(domain, goal), late))
        .extracting(Finding::code)
        .containsExactly("deadline");
  }

  @Test
  void readsWhatItPrints() {
    NetworkPrinter.Printing printed = NetworkPrinter.print(shop("deadline: PT1H"));
    assertThat(printed.text()).contains("deadline: PT1H\n");
    Domain again = Given.domain(printed.text().substring(printed.text().indexOf("predicates")));
    assertThat(again.tasks().get("sell"))
        .satisfies(task -> assertThat(task.deadline()).isEqualTo(Duration.ofHours(1)));
  }
}
