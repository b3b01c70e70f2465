package io.aleff.rego;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs the rules whose names begin with {@code test_}, as {@code opa test} does. */
public final class RegoTests {

  private static final String SKIPPED = "todo_test_";

  private RegoTests() {}

  /**
   * @param modules policies and their tests; forbidden built-ins may be mocked in them
   * @param data the base documents
   * @return one result for each test in order of name; when the modules do not compile, one error
   *     for each diagnostic
   */
  public static List<TestResult> run(List<SourceText> modules, @Nullable JsonNode data) {
    return run(modules, data, Limits.DEFAULT);
  }

  /** As the other form, with other limits. */
  public static List<TestResult> run(
      List<SourceText> modules, @Nullable JsonNode data, Limits limits) {
    Rego.Compilation compiled = Rego.compile(modules, CompileOptions.DEFAULT.withMockable(true));
    Policy policy = compiled.policy();
    if (policy == null) {
      return compiled.diagnostics().stream().map(RegoTests::uncompiled).toList();
    }
    Value documents = JsonValues.fromNullable(data);
    List<TestResult> out = new ArrayList<>();
    policy.program().sets().stream()
        .filter(RegoTests::isTest)
        .sorted(Comparator.comparing(RuleSet::path))
        .forEach(set -> out.add(run(policy, set, documents, limits)));
    return List.copyOf(out);
  }

  private static TestResult uncompiled(Diagnostic d) {
    return new TestResult(
        "compile", d.location(), TestResult.Outcome.ERROR, d.code() + ": " + d.message());
  }

  private static boolean isTest(RuleSet set) {
    String name = name(set);
    return set.kind() != RuleSet.Kind.FUNCTION
        && (name.startsWith("test_") || name.startsWith(SKIPPED));
  }

  private static String name(RuleSet set) {
    return set.path().substring(set.path().lastIndexOf('.') + 1);
  }

  private static TestResult run(Policy policy, RuleSet set, @Nullable Value data, Limits limits) {
    if (name(set).startsWith(SKIPPED)) {
      return new TestResult(set.path(), set.location(), TestResult.Outcome.SKIPPED, null);
    }
    LastTried last = new LastTried();
    return switch (policy.run("$result := " + set.path(), null, data, limits, last)) {
      case Policy.Outcome.Failed f -> {
        SourceLocation at = f.location() == null ? set.location() : f.location();
        yield new TestResult(
            set.path(), at, TestResult.Outcome.ERROR, f.code() + ": " + f.message());
      }
      case Policy.Outcome.Rejected r ->
          new TestResult(
              set.path(), set.location(), TestResult.Outcome.ERROR, r.errors().toString());
      case Policy.Outcome.Solutions s -> judged(set, s, last.at);
    };
  }

  /** The last expression of the test itself that was tried. */
  private static final class LastTried implements Tracer {
    private int depth;
    private @Nullable SourceLocation at;

    @Override
    public void enterRule(String path, SourceLocation rule) {
      depth++;
    }

    @Override
    public void leaveRule(String path, SourceLocation rule) {
      depth--;
    }

    @Override
    public void tryExpression(SourceLocation expression, Bindings bindings) {
      if (depth == 1) {
        at = expression;
      }
    }
  }

  private static TestResult judged(
      RuleSet set, Policy.Outcome.Solutions solutions, @Nullable SourceLocation failing) {
    if (solutions.values().isEmpty()) {
      return new TestResult(
          set.path(),
          failing == null ? set.location() : failing,
          TestResult.Outcome.FAILED,
          failing == null ? "undefined" : "no solution for the expression at " + failing);
    }
    Value value = solutions.values().getFirst().get("$result");
    return BoolValue.TRUE.equals(value)
        ? new TestResult(set.path(), set.location(), TestResult.Outcome.PASSED, null)
        : new TestResult(
            set.path(), set.location(), TestResult.Outcome.FAILED, "the value is " + value);
  }
}
