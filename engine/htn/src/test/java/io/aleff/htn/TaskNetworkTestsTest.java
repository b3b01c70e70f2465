package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskNetworkTestsTest {

  private final Domain domain = Given.dataReport();

  @Test
  void passesTheExample() {
    List<TestResult> results =
        TaskNetworkTests.run(domain, List.of(Given.resource("networks/data-report.test.yaml")));

    assertThat(results).hasSize(5).allSatisfy(r -> assertThat(r.message()).isEmpty());
  }

  @Test
  void failsWhatDiffersOrCannotBeRead() {
    String text =
        """
        apiVersion: aleff/v1
        kind: TaskNetworkTest
        tests:
          - name: wrong
            state: {facts: [format(a.csv, csv)], numbers: {size-mb(a.csv): 1}}
            goal: analyse a.csv
            expect: {steps: [inspect], order: [seal < inspect], cost: 3, methods: {get-style: built-in-style}}
          - name: misspelt
            goal: {task: make-report, with: {source: a.csv}}
            state: {facts: [formt(a.csv, csv)]}
            expect: {refused: no-plan}
        """;

    List<TestResult> results =
        TaskNetworkTests.run(domain, List.of(new SourceText("x.test.yaml", text)));

    assertThat(results).extracting(TestResult::passed).containsExactly(false, false);
    assertThat(results.get(0).message())
        .contains("steps", "seal before inspect", "cost", "built-in-style");
    assertThat(results.get(1).message())
        .contains("formt", "Maybe \"format\"?", "x.test.yaml:10:21");
  }
}
