package io.aleff.guardrail;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.Decision.Signals;
import io.aleff.guardrail.Verdicts.Ruling;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides in this process: Drools raises signals (in its child JVM), then Rego rules. The same
 * input, policies and history always give the same verdict: policies read the time from {@code
 * environment.now}. Thread-safe.
 */
public final class InProcessGuardrails implements Guardrails {

  private static final Signals NO_SIGNALS = new Signals(0, List.of());

  private final PolicySet policies;
  private final SignalSource signals;
  private final Limits limits;
  private final VerdictSource verdicts;

  /**
   * @param limits for one Rego evaluation; its clock is not read
   */
  public InProcessGuardrails(PolicySet policies, SignalSource signals, Limits limits) {
    this(policies, signals, limits, VerdictSource.inProcess(policies.policy(), limits));
  }

  /**
   * @param verdicts who evaluates the Rego policies
   */
  public InProcessGuardrails(
      PolicySet policies, SignalSource signals, Limits limits, VerdictSource verdicts) {
    this.policies = policies;
    this.signals = signals;
    this.limits = limits;
    this.verdicts = verdicts;
  }

  /**
   * Compiles policies and rules, in the child too. Whatever does not compile becomes guardrails
   * that deny everything and say why.
   */
  public static Guardrails prepare(
      List<SourceText> rego, List<SourceText> drl, SignalEvaluator evaluator, Limits limits) {
    return prepare(rego, drl, evaluator, limits, Surroundings.NONE);
  }

  /** As the other form, with what stands around the decisions. */
  public static Guardrails prepare(
      List<SourceText> rego,
      List<SourceText> drl,
      SignalEvaluator evaluator,
      Limits limits,
      Surroundings around) {
    PolicySet.Compilation compilation = PolicySet.compile(rego, drl);
    PolicySet policies = compilation.policies();
    if (policies == null) {
      return denying(
          compilation.diagnostics().stream()
              .filter(Diagnostic::isError)
              .map(d -> d.location() + " " + d.message())
              .collect(Collectors.joining("; ", "the policies do not compile: ", "")));
    }
    Evaluation.Failed failed = evaluator.compile(policies.rules());
    // A child that is only late comes back; rules that Drools refuses never do.
    if (failed != null && failed.code().equals("compile")) {
      return denying("Drools refuses the rules: " + failed.message());
    }
    VerdictSource here = VerdictSource.inProcess(policies.policy(), limits);
    Guardrails deciding =
        new InProcessGuardrails(policies, evaluator, limits, around.verdicts(here));
    return around.logged(deciding, policies.policy());
  }

  /** Guardrails that deny everything, for when there are none that work. */
  public static Guardrails denying(String cause) {
    return input ->
        decision(Ruling.deny("guardrails", cause), NO_SIGNALS, input, "none", Duration.ZERO);
  }

  @Override
  public HistoryNeed history() {
    return policies.history();
  }

  @Override
  public Decision decide(ObjectNode given) {
    long began = limits.nanoTime().getAsLong();
    ObjectNode input = given.deepCopy();
    Heard heard;
    try {
      heard = hear(input);
    } catch (RuntimeException | StackOverflowError e) {
      heard = new Heard(Ruling.deny("guardrails", "the decision failed: " + e), NO_SIGNALS);
    }
    Duration took = Duration.ofNanos(limits.nanoTime().getAsLong() - began);
    return decision(heard.ruling(), heard.signals(), input, policies.digest(), took);
  }

  private record Heard(Ruling ruling, Signals signals) {

    static Heard deny(String source, String message) {
      return new Heard(Ruling.deny(source, message), NO_SIGNALS);
    }
  }

  private Heard hear(ObjectNode input) {
    input.remove("signals");
    String problem = DecisionInputs.problem(input);
    Instant now = DecisionInputs.now(input);
    if (problem != null || now == null) {
      return Heard.deny("input", "the decision input is wrong: " + problem);
    }
    Evaluation evaluation =
        policies.rules().size() == 0
            ? new Evaluation.Raised(NO_SIGNALS)
            : signals.evaluate(policies.rules(), input);
    return switch (evaluation) {
      case Evaluation.Failed failed ->
          Heard.deny("signals", failed.message() + " (" + failed.code() + ")");
      case Evaluation.Raised raised -> {
        input.set("signals", json(raised.signals()));
        yield new Heard(rule(input, now), raised.signals());
      }
    };
  }

  private Ruling rule(ObjectNode input, Instant now) {
    return switch (verdicts.evaluate(input, now)) {
      case io.aleff.rego.Evaluation.Defined defined ->
          Verdicts.read(defined.value(), policies.packages());
      case io.aleff.rego.Evaluation.Undefined ignored ->
          Ruling.deny(Verdicts.ROOT, "the policies say nothing");
      case io.aleff.rego.Evaluation.Failed failed ->
          Ruling.deny(
              failed.location() == null ? Verdicts.ROOT : failed.location().toString(),
              failed.message() + " (" + failed.code() + ")");
    };
  }

  private static JsonNode json(Signals signals) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("risk", signals.risk());
    ArrayNode facts = json.putArray("facts");
    for (Decision.Signal signal : signals.facts()) {
      facts
          .addObject()
          .put("name", signal.name())
          .put("weight", signal.weight())
          .put("evidence", signal.evidence());
    }
    return json;
  }

  private static Decision decision(
      Ruling ruling, Signals signals, ObjectNode input, String digest, Duration took) {
    return new Decision(
        ruling.verdict(),
        ruling.reasons(),
        ruling.requirements(),
        ruling.obligations(),
        signals,
        input,
        digest,
        took);
  }
}
