package io.aleff.runtime.run;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.definition.Tenant;
import io.aleff.guardrail.HistoryNeed;
import io.aleff.htn.Plan;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.port.Models;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document that the guardrails decide about. */
final class DecisionInput {

  private DecisionInput() {}

  static ObjectNode of(
      Ports ports,
      RunRecord run,
      StepRecord step,
      @Nullable Plan plan,
      ResolvedAction action,
      @Nullable Tenant tenant,
      HistoryNeed need) {
    Instant now = ports.clock().instant();
    ObjectNode input = Json.MAPPER.createObjectNode();
    StepRepair repair = step.repair();
    Models.Model model = model(ports, action);
    ObjectNode what = action(action, model);
    if (repair != null && repair.inUse() != null) {
      what.set("origin", origin(repair.inUse()));
    }
    input.set("action", what);
    ObjectNode planned = input.putObject("plan");
    planned.put("goal", run.goal());
    ArrayNode path = planned.putArray("task_path");
    if (plan != null) {
      String id = step.undoes() == null ? step.id() : step.undoes();
      Plans.path(plan.root(), id).forEach(path::add);
    }
    path.add(step.action());
    planned.put("step", step.id());
    planned.put("run", run.id());
    planned.put("attempt", step.attempt() + 1);
    planned.put("release", run.release());
    if (repair != null && repair.strategy() > 0) {
      ObjectNode repaired = planned.putObject("repair");
      repaired.put("number", repair.strategy()).put("strategy", repair.name());
      repaired.set("tried", Failures.tried(repair));
    }
    ObjectNode actor = input.putObject("actor");
    actor.put("requester", run.requester());
    actor.put("tenant", run.tenant().value());
    run.roles().stream().sorted().forEach(actor.putArray("roles")::add);
    actor.put("channel", run.channel());
    ObjectNode usage = usage(ports, run, tenant, now, need);
    if (usage.has("history")) {
      input.set("history", usage.remove("history"));
    }
    input.set("usage", usage);
    input.set("environment", environment(ports, action, model, now));
    return input;
  }

  /** The model that the action asks; null when it asks none, or one that is not configured. */
  private static Models.@Nullable Model model(Ports ports, ResolvedAction action) {
    ConnectorManifest manifest = action.manifest();
    return manifest == null || !manifest.kind().equals(Models.KIND)
        ? null
        : ports.models().find(action.arguments().path("model").asString(""));
  }

  /** That an argument was written by a model, and by which. */
  static ObjectNode origin(StepRepair.Answer answer) {
    return Json.MAPPER
        .createObjectNode()
        .put("kind", "model")
        .put("model", answer.model())
        .put("provider", answer.provider())
        .put("id", answer.id())
        .put("argument", answer.parameter())
        .put("promptSha256", answer.promptDigest())
        .put("answerSha256", answer.answerDigest());
  }

  private static ObjectNode action(ResolvedAction action, Models.@Nullable Model model) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("connector", action.connector());
    json.put("operation", action.operation());
    json.set("arguments", action.arguments());
    ArrayNode code = json.putArray("code");
    action.code().forEach((path, bytes) -> code(code, path, bytes));
    if (action.arguments().path("code").isString()) {
      code(
          code,
          "(inline)",
          action.arguments().path("code").stringValue().getBytes(StandardCharsets.UTF_8));
    }
    ArrayNode files = json.putArray("files");
    action
        .files()
        .forEach(
            (path, bytes) ->
                files
                    .addObject()
                    .put("path", path)
                    .put("size", bytes.length)
                    .put("sha256", Digest.sha256(bytes)));
    json.put("reversibility", Views.text(action.reversibility()));
    ArrayNode effects = json.putArray("effects");
    ArrayNode egress = json.putArray("egress");
    ConnectorManifest manifest = action.manifest();
    ConnectorManifest.Operation operation = action.manifestOperation();
    if (manifest != null && operation != null) {
      operation.effects().forEach(effects::add);
      manifest.reaches().forEach(egress::add);
    }
    if (model != null) {
      egress.add(model.host());
    }
    json.put("digest", action.digest());
    return json;
  }

  private static void code(ArrayNode code, String path, byte[] bytes) {
    code.addObject()
        .put("path", path)
        .put("sha256", Digest.sha256(bytes))
        .put("text", new String(bytes, StandardCharsets.UTF_8));
  }

  private static ObjectNode usage(
      Ports ports, RunRecord run, @Nullable Tenant tenant, Instant now, HistoryNeed need) {
    ObjectNode usage = ports.usage().of(run.tenant(), run.id(), run.requester(), now, need);
    ObjectNode budgets =
        usage.path("budgets") instanceof ObjectNode given ? given : usage.putObject("budgets");
    if (tenant != null) {
      for (Map.Entry<String, ? extends Number> budget : tenant.budgets().entrySet()) {
        budgets.put(budget.getKey(), new java.math.BigDecimal(budget.getValue().toString()));
      }
    }
    return usage;
  }

  private static ObjectNode environment(
      Ports ports, ResolvedAction action, Models.@Nullable Model model, Instant now) {
    ObjectNode environment = Json.MAPPER.createObjectNode();
    ConnectorManifest manifest = action.manifest();
    Connector connector = manifest == null ? null : ports.connectors().ofKind(manifest.kind());
    Connector.Availability availability =
        connector == null
            ? new Connector.Availability(action.process() != null, "not installed")
            : connector.availability();
    ObjectNode sandbox = environment.putObject("sandbox");
    sandbox.put("available", availability.available());
    sandbox.put("kind", manifest == null ? "process" : manifest.kind());
    sandbox.put("reason", availability.reason());
    if (connector != null) {
      ObjectNode limits = sandbox.putObject("limits");
      connector.enforcement().forEach(each -> limits.put(each.limit(), each.level()));
    }
    ArrayNode egress = environment.putArray("egress");
    if (manifest != null) {
      manifest.reaches().forEach(egress::add);
    }
    if (model != null) {
      environment
          .putObject("model")
          .put("name", model.name())
          .put("provider", model.provider())
          .put("id", model.id())
          .put("host", model.host());
    }
    environment.put("now", now.toString());
    return environment;
  }
}
