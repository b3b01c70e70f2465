package io.aleff.rego.test;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.QueryResult;
import io.aleff.rego.Tracer;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.coverage.Coverage;
import io.aleff.rego.explain.Explanation;
import io.aleff.rego.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs the tests of compiled policies: rules whose names begin with {@code test_}. */
public final class TestRun {

  private static final String TEST = "test_";
  private static final String SKIPPED = "todo_test_";

  /** How a test can end. */
  public enum Outcome {
    PASS,
    FAIL,
    ERROR,
    SKIPPED
  }

  /**
   * One test.
   *
   * @param packagePath for example {@code data.example_test}
   * @param message why it did not pass; null when it did
   * @param failing the expression that had no solution, when there is one
   * @param values what its variables and inputs were
   * @param notes what {@code print} said
   */
  public record Result(
      String packagePath,
      String name,
      SourceLocation location,
      Outcome outcome,
      Duration duration,
      @Nullable String message,
      @Nullable SourceLocation failing,
      Map<String, Value> values,
      List<String> notes) {

    /** The test with its package. */
    public String path() {
      return packagePath + "." + name;
    }
  }

  private final Policy policy;
  private final @Nullable Value data;
  private final Limits limits;
  private final @Nullable Coverage coverage;

  /**
   * @param policy compiled with mockable built-ins
   * @param data the base documents
   * @param coverage told of every evaluation, when given
   */
  public TestRun(Policy policy, @Nullable Value data, Limits limits, @Nullable Coverage coverage) {
    this.policy = policy;
    this.data = data;
    this.limits = limits;
    this.coverage = coverage;
  }

  /**
   * @param only tests whose path the pattern finds, all when null
   */
  public List<Result> run(@Nullable Pattern only) {
    SequencedMap<String, Result> out = new java.util.LinkedHashMap<>();
    for (Module module : policy.modules()) {
      for (Rule rule : module.rules()) {
        String path = module.dataPath() + "." + rule.name();
        boolean test = rule.name().startsWith(TEST) || rule.name().startsWith(SKIPPED);
        boolean wanted = only == null || only.matcher(path).find();
        if (test && wanted && rule.args() == null && !out.containsKey(path)) {
          out.put(path, run(module.dataPath(), rule));
        }
      }
    }
    return new ArrayList<>(out.values());
  }

  private Result run(String packagePath, Rule rule) {
    if (rule.name().startsWith(SKIPPED)) {
      return result(packagePath, rule, Outcome.SKIPPED, 0, null, new Explanation());
    }
    Explanation explanation = new Explanation();
    Tracer tracer = coverage == null ? explanation : new Both(explanation, coverage);
    long start = System.nanoTime();
    QueryResult answer =
        policy.query("result := " + packagePath + "." + rule.name(), null, data, limits, tracer);
    long nanos = System.nanoTime() - start;
    return switch (answer) {
      case QueryResult.Bindings b -> judged(packagePath, rule, b, nanos, explanation);
      case QueryResult.Failed f ->
          result(
              packagePath,
              rule,
              Outcome.ERROR,
              nanos,
              f.code() + ": " + f.message() + (f.location() == null ? "" : " at " + f.location()),
              explanation);
      case QueryResult.Rejected r ->
          result(packagePath, rule, Outcome.ERROR, nanos, r.diagnostics().toString(), explanation);
    };
  }

  private static Result judged(
      String packagePath, Rule rule, QueryResult.Bindings b, long nanos, Explanation explanation) {
    if (b.solutions().isEmpty()) {
      return result(packagePath, rule, Outcome.FAIL, nanos, "undefined", explanation);
    }
    JsonNode value = b.solutions().getFirst().get("result");
    return value != null && value.isBoolean() && value.booleanValue()
        ? result(packagePath, rule, Outcome.PASS, nanos, null, explanation)
        : result(packagePath, rule, Outcome.FAIL, nanos, "the value is " + value, explanation);
  }

  private static Result result(
      String packagePath,
      Rule rule,
      Outcome outcome,
      long nanos,
      @Nullable String message,
      Explanation explanation) {
    Explanation.Step stopping = outcome == Outcome.FAIL ? explanation.stopping() : null;
    return new Result(
        packagePath,
        rule.name(),
        rule.location(),
        outcome,
        Duration.ofNanos(nanos),
        message,
        stopping == null ? null : stopping.at(),
        stopping == null ? Map.of() : stopping.values(),
        explanation.notes());
  }

  /** Two tracers as one. */
  private record Both(Tracer first, Tracer second) implements Tracer {
    @Override
    public void enterRule(String path, SourceLocation rule) {
      first.enterRule(path, rule);
      second.enterRule(path, rule);
    }

    @Override
    public void ruleValue(String path, SourceLocation rule, Value value) {
      first.ruleValue(path, rule, value);
      second.ruleValue(path, rule, value);
    }

    @Override
    public void leaveRule(String path, SourceLocation rule) {
      first.leaveRule(path, rule);
      second.leaveRule(path, rule);
    }

    @Override
    public void reuse(String path, @Nullable Value value) {
      first.reuse(path, value);
      second.reuse(path, value);
    }

    @Override
    public void tryExpression(SourceLocation expression, Bindings bindings) {
      first.tryExpression(expression, bindings);
      second.tryExpression(expression, bindings);
    }

    @Override
    public void holds(SourceLocation expression, Bindings bindings) {
      first.holds(expression, bindings);
      second.holds(expression, bindings);
    }

    @Override
    public void fails(SourceLocation expression, Bindings bindings) {
      first.fails(expression, bindings);
      second.fails(expression, bindings);
    }

    @Override
    public void builtinError(SourceLocation call, String code, String message) {
      first.builtinError(call, code, message);
      second.builtinError(call, code, message);
    }

    @Override
    public void note(SourceLocation call, String text) {
      first.note(call, text);
      second.note(call, text);
    }
  }
}
