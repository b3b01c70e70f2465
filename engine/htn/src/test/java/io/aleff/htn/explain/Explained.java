package io.aleff.htn.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.PlanningProblems;
import io.aleff.htn.ProgressionSolver;
import io.aleff.htn.TaskNetworks;
import io.aleff.htn.hddl.Hddl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Problems with a plan for them. */
record Explained(Domain domain, HtnProblem problem, HierarchicalPlan plan) {

  static final Path FOLDER = Path.of("src/test/resources/explain");

  static Explained of(String domainFile, String problemFile) throws IOException {
    SourceText domain = text(domainFile);
    SourceText problem = text(problemFile);
    if (domainFile.endsWith(".hddl")) {
      Hddl.Reading read = Hddl.read(domain, problem);
      return solved(read.domain(), read.problem());
    }
    Domain read = Objects.requireNonNull(TaskNetworks.read(List.of(domain)).domain());
    PlanningProblems.Reading asked = PlanningProblems.read(read, problem);
    assertThat(asked.diagnostics()).isEmpty();
    return solved(read, asked.problem());
  }

  private static Explained solved(
      @org.jspecify.annotations.Nullable Domain domain,
      @org.jspecify.annotations.Nullable HtnProblem problem) {
    Domain known = Objects.requireNonNull(domain);
    HtnProblem asked = Objects.requireNonNull(problem);
    ProgressionSolver.Attempt attempt =
        ProgressionSolver.solve(known, asked, Duration.ofSeconds(20));
    return new Explained(known, asked, Objects.requireNonNull(attempt.plan()));
  }

  PlanAccount account() {
    return Explainer.explain(domain, problem, plan, Duration.ofSeconds(60));
  }

  private static SourceText text(String file) throws IOException {
    return new SourceText(file, Files.readString(FOLDER.resolve(file)));
  }
}
