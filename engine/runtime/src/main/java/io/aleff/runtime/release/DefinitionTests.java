package io.aleff.runtime.release;

import io.aleff.definition.DefinitionBundle;
import io.aleff.guardrail.PolicyTests;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.htn.TaskNetworkTests;
import io.aleff.runtime.Releases.TestOutcome;
import java.util.ArrayList;
import java.util.List;

/** Runs the tests that stand beside the definitions of a release. */
public final class DefinitionTests {

  private DefinitionTests() {}

  /**
   * @param signals evaluates rules, for the tests of Drools rules
   */
  public static List<TestOutcome> run(CompiledRelease release, SignalSource signals) {
    DefinitionBundle bundle = release.bundle();
    List<TestOutcome> results = new ArrayList<>();
    TaskNetworkTests.run(release.domain(), bundle.texts("htn/", ".test.yaml"))
        .forEach(
            test ->
                results.add(
                    new TestOutcome(
                        test.name(), test.location().toString(), test.passed(), test.message())));
    PolicyTests.run(
            bundle.texts("policies/", ".rego"),
            release.drl(),
            bundle.texts("policies/", ".test.yaml"),
            signals)
        .forEach(
            test ->
                results.add(
                    new TestOutcome(
                        test.name(), test.location().toString(), test.passed(), test.message())));
    return List.copyOf(results);
  }
}
