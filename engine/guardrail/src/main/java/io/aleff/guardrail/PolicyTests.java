package io.aleff.guardrail;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.RegoTests;
import io.aleff.rego.TestResult;
import java.util.ArrayList;
import java.util.List;

/** Runs the tests that stand beside policies and rules. */
public final class PolicyTests {

  private PolicyTests() {}

  /**
   * @param name of the test; of the file when the file cannot be read
   * @param message why it did not pass, else empty
   */
  public record Result(String name, SourceLocation location, boolean passed, String message) {}

  /**
   * @param rego policies and their {@code _test.rego}
   * @param drl rules
   * @param signalTests {@code *.test.yaml} beside the rules
   */
  public static List<Result> run(
      List<SourceText> rego,
      List<SourceText> drl,
      List<SourceText> signalTests,
      SignalSource signals) {
    List<Result> results = new ArrayList<>();
    RegoTests.run(rego, null).forEach(test -> results.add(of(test)));
    results.addAll(SignalTests.run(drl, signalTests, signals));
    return List.copyOf(results);
  }

  private static Result of(TestResult test) {
    boolean passed =
        switch (test.outcome()) {
          case PASSED, SKIPPED -> true;
          case FAILED, ERROR -> false;
        };
    String message = test.message() == null ? "" : test.message();
    return new Result(test.name(), test.location(), passed, message);
  }
}
