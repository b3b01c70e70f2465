package io.aleff.guardrail.log;

import io.aleff.definition.Json;
import io.aleff.guardrail.Decision;
import io.aleff.guardrail.Guardrails;
import io.aleff.guardrail.HistoryNeed;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.log.DecisionEntry;
import io.aleff.rego.log.LogMask;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes each decision as one entry in OPA's format, masked.
 *
 * @param labels who decides
 * @param mask paths that never reach the log
 * @param ids of the entries
 * @param sink where masked entries go; an entry it cannot take is its own affair
 */
public record DecisionLog(
    Map<String, String> labels,
    List<String> mask,
    InstantSource clock,
    Supplier<String> ids,
    Consumer<ObjectNode> sink) {

  private static final String BUNDLE = "aleff";
  private static final String PATH = "aleff/guardrails";

  /** The same guardrails, whose decisions are written down. */
  public Guardrails around(Guardrails deciding, String release, Policy policy, Limits limits) {
    LogMask masks = new LogMask(mask, policy, limits);
    return new Guardrails() {
      @Override
      public Decision decide(ObjectNode input) {
        Decision decision = deciding.decide(input);
        ObjectNode entry = masks.apply(entry(decision, release).json());
        if (entry != null) {
          sink.accept(entry);
        }
        return decision;
      }

      @Override
      public HistoryNeed history() {
        return deciding.history();
      }
    };
  }

  private DecisionEntry entry(Decision decision, String release) {
    return new DecisionEntry(
        ids.get(),
        clock.instant(),
        labels,
        BUNDLE,
        release,
        PATH,
        decision.input(),
        result(decision),
        null,
        decision.took());
  }

  private static JsonNode result(Decision decision) {
    ObjectNode out = Json.MAPPER.createObjectNode();
    out.put("verdict", decision.verdict().name());
    ArrayNode reasons = out.putArray("reasons");
    decision
        .reasons()
        .forEach(r -> reasons.addObject().put("source", r.source()).put("message", r.message()));
    ArrayNode requirements = out.putArray("requirements");
    decision
        .requirements()
        .forEach(
            r ->
                requirements
                    .addObject()
                    .put("group", r.group())
                    .put("count", r.count())
                    .put("within", r.within().toString())
                    .put("reason", r.reason()));
    ArrayNode obligations = out.putArray("obligations");
    decision.obligations().forEach(o -> obligations.add(o.deepCopy()));
    return out;
  }
}
