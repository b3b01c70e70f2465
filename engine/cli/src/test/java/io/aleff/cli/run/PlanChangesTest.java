package io.aleff.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlanChangesTest {

  private static JsonNode plan(String method, String action) {
    return Json.MAPPER.readTree(
        """
        {"steps":[{"id":"s1","action":"first","arguments":{}},{"id":"s2","action":"%s","arguments":{}}],
         "tree":{"kind":"task","task":"all","arguments":{},"method":"m","children":[
           {"kind":"step","stepId":"s1"},
           {"kind":"task","task":"part","arguments":{},"method":"%s","children":[{"kind":"step","stepId":"s2"}]}]}}
        """
            .formatted(action, method));
  }

  @Test
  void takesTheFirstPlanWhole() {
    assertThat(new PlanChanges().next(plan("a", "second"))).isNull();
  }

  @Test
  void findsTheBranchThatHasAnotherMethod() {
    PlanChanges changes = new PlanChanges();
    changes.next(plan("a", "second"));
    List<PlanChanges.Change> found = changes.next(plan("b", "third"));
    assertThat(found)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.branch().path("task").asString("")).isEqualTo("part");
              assertThat(change.previous()).isEqualTo("a");
            });
  }

  @Test
  void findsNothingInAnEqualPlan() {
    PlanChanges changes = new PlanChanges();
    changes.next(plan("a", "second"));
    assertThat(changes.next(plan("a", "second"))).isEmpty();
  }
}
