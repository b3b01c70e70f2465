package io.aleff.htn.hddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.htn.search.HtnSolver;
import io.aleff.htn.verify.HierarchicalPlanChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The smallest competition problem of each domain: most are solved, no plan is rejected. */
class SolverSuiteTest {

  @Test
  void noPlanIsRejected() throws IOException {
    List<Suite.Case> cases = Suite.cases();
    if (cases.isEmpty()) {
      System.err.println("NOT TESTED: the HTN suite (shared/suites/htn) is not on this machine");
    }
    assumeTrue(!cases.isEmpty());
    Set<Path> seen = new HashSet<>();
    int solved = 0;
    for (Suite.Case one : cases) {
      if (!seen.add(Objects.requireNonNull(one.domain().getParent()))) {
        continue;
      }
      Hddl.Reading read = Hddl.read(one.domainText(), one.problemText());
      var domain = Objects.requireNonNull(read.domain());
      var problem = Objects.requireNonNull(read.problem());
      HtnSolver.Answer answer = HtnSolver.solve(domain, problem, HtnSolver.Settings.within(15));
      if (answer instanceof HtnSolver.Answer.Solved found) {
        solved++;
        assertThat(HierarchicalPlanChecker.check(domain, problem, found.plan()))
            .as("%s", one)
            .isEmpty();
      }
      assertThat(answer).as("%s", one).isNotInstanceOf(HtnSolver.Answer.Unsolvable.class);
    }
    assertThat(solved).isGreaterThanOrEqualTo(seen.size() * 2 / 3);
  }
}
