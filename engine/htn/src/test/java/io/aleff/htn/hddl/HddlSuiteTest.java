package io.aleff.htn.hddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every problem of the competitions is read, and what is printed of it reads as the same. */
class HddlSuiteTest {

  @Test
  void readsAndPrintsEveryProblem() throws IOException {
    List<Suite.Case> cases = Suite.cases();
    if (cases.isEmpty()) {
      System.err.println("NOT TESTED: the HTN suite (shared/suites/htn) is not on this machine");
    }
    assumeTrue(!cases.isEmpty());
    for (Suite.Case one : cases) {
      Hddl.Reading read = Hddl.read(one.domainText(), one.problemText());
      assertThat(read.problem()).as("%s: %s", one, read.diagnostics()).isNotNull();
      Hddl.Reading again = reprinted(read);
      assertThat(again.problem()).as("%s: %s", one, again.diagnostics()).isNotNull();
      assertThat(placeless(Objects.requireNonNull(again.domain())))
          .as("%s", one)
          .isEqualTo(placeless(Objects.requireNonNull(read.domain())));
      assertThat(placeless(Objects.requireNonNull(again.problem())))
          .as("%s", one)
          .isEqualTo(placeless(Objects.requireNonNull(read.problem())));
    }
  }

  static Hddl.Reading reprinted(Hddl.Reading read) {
    HddlPrinter.Printing domain = HddlPrinter.domain(Objects.requireNonNull(read.domain()));
    HddlPrinter.Printing problem =
        HddlPrinter.problem(read.domain(), Objects.requireNonNull(read.problem()));
    assertThat(domain.losses()).isEmpty();
    assertThat(problem.losses()).isEmpty();
    return Hddl.read(
        new SourceText("domain.hddl", domain.text()),
        new SourceText("problem.hddl", problem.text()));
  }

  /** Places differ between a file and its print. */
  static String placeless(Object model) {
    return model.toString().replaceAll("location=[^\\]]*:\\d+:\\d+", "");
  }
}
