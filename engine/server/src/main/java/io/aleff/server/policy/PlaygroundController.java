package io.aleff.server.policy;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.QueryResult;
import io.aleff.rego.Rego;
import io.aleff.rego.Tracer;
import io.aleff.rego.coverage.Coverage;
import io.aleff.rego.explain.Explanation;
import io.aleff.rego.explain.ExplanationText;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import io.aleff.server.release.DiagnosticView;
import io.aleff.server.web.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tries a policy on data and input without a release. Nothing is kept. */
@RestController
@RequestMapping("/api/v1/playground")
class PlaygroundController {

  private static final int MAX_POLICY = 200_000;
  private static final int MAX_PRINTED = 1_000;
  private static final int AT_ONCE = 2;
  private static final Limits LIMITS =
      Limits.DEFAULT
          .withSteps(500_000)
          .withTime(Duration.ofSeconds(1))
          .withAllocations(500_000)
          .withResultSize(50_000);

  private final Semaphore running = new Semaphore(AT_ONCE);

  /**
   * @param policy one Rego module
   * @param query for example {@code data.example.allow}
   */
  record Trial(
      @Nullable String policy,
      @Nullable String query,
      @Nullable JsonNode data,
      @Nullable JsonNode input) {}

  /**
   * @param defined whether the query had a solution
   * @param solutions the values of its variables; {@code result} is the query's own
   * @param error why the evaluation ended early
   * @param rules the rules that were tried, with their expressions and values
   * @param coverage percent and lines of the policy that were reached
   * @param printed what {@code print} and {@code trace} said
   */
  record Tried(
      boolean defined,
      List<Map<String, JsonNode>> solutions,
      List<DiagnosticView> diagnostics,
      @Nullable String error,
      @Nullable JsonNode rules,
      @Nullable JsonNode coverage,
      List<String> printed,
      long micros) {}

  @PostMapping
  Tried run(@RequestBody Trial trial) {
    String text = trial.policy();
    String query = trial.query();
    if (text == null || query == null) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "incomplete", "A trial needs \"policy\" and \"query\".");
    }
    if (text.length() > MAX_POLICY || query.length() > MAX_POLICY) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-large",
          "A policy to try has at most " + MAX_POLICY + " characters.");
    }
    if (!running.tryAcquire()) {
      throw new ProblemException(
          HttpStatus.TOO_MANY_REQUESTS, "busy", "Others try policies now. Try again.");
    }
    try {
      return evaluate(text, query, trial);
    } finally {
      running.release();
    }
  }

  private static Tried evaluate(String text, String asked, Trial trial) {
    SourceText source = new SourceText("policy.rego", text);
    Rego.Compilation compiled = Rego.compile(List.of(source));
    Policy policy = compiled.policy();
    if (policy == null) {
      return refused(compiled.diagnostics());
    }
    Value input = JsonValues.fromNullable(trial.input());
    Value data = trial.data() == null ? ObjectValue.EMPTY : JsonValues.from(trial.data());
    String query = asTerm(asked);
    long start = System.nanoTime();
    List<String> printed = new ArrayList<>();
    Tracer.Notes notes =
        (at, line) -> {
          if (printed.size() < MAX_PRINTED) {
            printed.add(line);
          }
        };
    QueryResult result = policy.query(query, input, data, LIMITS, notes);
    long micros = (System.nanoTime() - start) / 1_000;
    Explanation explanation = new Explanation();
    Coverage coverage = new Coverage();
    policy.query(query, input, data, LIMITS, explanation);
    policy.query(query, input, data, LIMITS, coverage);
    JsonNode rules = new ExplanationText(List.of(source)).json(explanation);
    JsonNode lines = coverage.report(policy.modules()).json();
    return switch (result) {
      case QueryResult.Rejected r -> refused(r.diagnostics());
      case QueryResult.Failed f ->
          new Tried(
              false,
              List.of(),
              List.of(),
              f.code() + ": " + f.message(),
              rules,
              lines,
              printed,
              micros);
      case QueryResult.Bindings b ->
          new Tried(
              !b.solutions().isEmpty(),
              b.solutions(),
              List.of(),
              null,
              rules,
              lines,
              printed,
              micros);
    };
  }

  /** A bare path is given a name, so that its value is known. */
  private static String asTerm(String query) {
    return query.strip().matches("data(\\.\\w+)*") ? "result := " + query.strip() : query;
  }

  private static Tried refused(List<Diagnostic> diagnostics) {
    return new Tried(
        false,
        List.of(),
        diagnostics.stream().map(DiagnosticView::of).toList(),
        null,
        null,
        null,
        List.of(),
        0);
  }
}
