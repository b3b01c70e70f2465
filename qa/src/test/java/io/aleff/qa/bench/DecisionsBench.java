package io.aleff.qa.bench;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision;
import io.aleff.guardrail.Guardrails;
import io.aleff.guardrail.InProcessGuardrails;
import io.aleff.guardrail.PolicySet;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSettings;
import io.aleff.rego.Limits;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How long the shipped policies take for one decision: Rego, Drools, and both. */
final class DecisionsBench {

  private static final int WARM_UP = 2_000;
  private static final int MEASURED = 3_000;

  private DecisionsBench() {}

  static void run(Options options) throws IOException {
    DefinitionBundle bundle =
        DefinitionBundle.ofClasspath(DecisionsBench.class.getClassLoader(), "aleff/definitions");
    List<SourceText> rego = bundle.texts("policies/rego/", ".rego");
    List<SourceText> drl = bundle.texts("policies/drools/", ".drl");
    try (SignalEvaluator evaluator = SignalEvaluator.start(SignalSettings.defaults())) {
      PolicySet rules = Objects.requireNonNull(PolicySet.compile(rego, drl).policies());
      Guardrails policies = InProcessGuardrails.prepare(rego, List.of(), evaluator, Limits.DEFAULT);
      Guardrails all = InProcessGuardrails.prepare(rego, drl, evaluator, Limits.DEFAULT);
      System.out.println("| | history | p50 µs | p99 µs |\n|---|---|---|---|");
      for (int history : new int[] {0, 20, 500}) {
        ObjectNode input = input(history);
        time("Rego (schema check, verdict)", history, () -> allowed(policies.decide(input)));
        time("Drools (child JVM)", history, () -> raised(evaluator.evaluate(rules.rules(), input)));
        time("whole decision", history, () -> allowed(all.decide(input)));
      }
    }
  }

  private static void time(String name, int history, Runnable work) {
    int part = history > 100 ? 4 : 1;
    for (int i = 0; i < WARM_UP / part; i++) {
      work.run();
    }
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < MEASURED / part; i++) {
      long began = System.nanoTime();
      work.run();
      nanos.add(System.nanoTime() - began);
    }
    Times times = Times.of(nanos);
    System.out.printf(
        "| %s | %d | %.0f | %.0f |%n",
        name, history, times.percentile(0.5) * 1_000, times.percentile(0.99) * 1_000);
  }

  /** A measurement of something else than a decision is none. */
  private static void allowed(Decision decision) {
    if (decision.verdict() != Decision.Verdict.ALLOW) {
      throw new IllegalStateException("not allowed: " + decision.reasons());
    }
  }

  private static void raised(Evaluation evaluation) {
    if (!(evaluation instanceof Evaluation.Raised)) {
      throw new IllegalStateException("no signals: " + evaluation);
    }
  }

  static ObjectNode input(int history) {
    ObjectNode input =
        (ObjectNode)
            Json.MAPPER.readTree(
                """
                {"action": {"connector": "code", "operation": "python",
                  "arguments": {"script": "scripts/table.py", "args": ["clean", "sales.csv"]},
                  "code": [{"path": "scripts/table.py", "text": "print(1)", "sha256": "0"}],
                  "files": [], "reversibility": "reversible", "effects": ["workspace"],
                  "digest": "0", "egress": []},
                 "plan": {"goal": "analyse sales.csv", "task_path": ["deliver-report", "clean"],
                  "step": "s4", "run": "r1", "attempt": 1, "release": "0"},
                 "actor": {"requester": "ana", "tenant": "default", "roles": ["requester"],
                  "channel": "api"},
                 "usage": {"counts": {"actions": 3, "actionsLastHour": 20, "messagesLastHour": 1},
                  "amounts": {}, "budgets": {"actionsPerRun": 200, "messagesPerHour": 20}},
                 "environment": {"sandbox": {"available": true, "kind": "sandbox", "reason": ""},
                  "egress": [], "now": "2026-03-04T10:00:00Z"}}
                """);
    ArrayNode entries = input.putArray("history");
    Instant at = Instant.parse("2026-03-04T09:20:00Z");
    for (int i = 0; i < history; i++) {
      entries
          .addObject()
          .put("at", at.plusSeconds(i).toString())
          .put("run", "r" + i / 10)
          .put("requester", "ana")
          .put("connector", "code")
          .put("operation", "python")
          .put("verdict", "allow")
          .put("outcome", "done");
    }
    return input;
  }
}
