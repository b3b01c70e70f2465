package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import io.aleff.htn.Binding;
import io.aleff.htn.RepairLoop;
import io.aleff.runtime.port.Models;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepRepair.Answer;
import io.aleff.runtime.port.StepRepair.Question;
import io.aleff.runtime.port.StepRepair.Tried;
import io.aleff.runtime.release.CompiledRelease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a repair asks a model, and what becomes of its answer. */
final class Questions {

  /** The action that asks; its arguments are given as a whole. */
  static final Binding.OfConnector BINDING =
      new Binding.OfConnector(
          Models.CONNECTOR, Models.OPERATION, Json.MAPPER.createObjectNode(), Map.of());

  private final Ports ports;

  Questions(Ports ports) {
    this.ports = ports;
  }

  /** Why the model cannot be asked; null when it can. */
  @Nullable String obstacle(RunRecord run, CompiledRelease release, String name) {
    Models.Model model = ports.models().find(name);
    if (model == null) {
      return "no model is configured under the name \"" + name + "\"";
    }
    ConnectorManifest manifest = release.manifests().get(Models.CONNECTOR);
    if (manifest == null || !manifest.operations().containsKey(Models.OPERATION)) {
      return "the release has no operation " + Models.CONNECTOR + "." + Models.OPERATION;
    }
    Long left = left(ports, run, name);
    return left == null || left > 0
        ? null
        : "the run has used its %d tokens of the model \"%s\""
            .formatted(model.tokensPerRun(), name);
  }

  /** Tokens of a model that the run may still use; null for any number. */
  static @Nullable Long left(Ports ports, RunRecord run, String name) {
    Models.Model model = ports.models().find(name);
    Long most = model == null ? null : model.tokensPerRun();
    return most == null ? null : Math.max(0, most - spent(ports, run, name));
  }

  private static long spent(Ports ports, RunRecord run, String name) {
    List<StepRecord> steps = ports.steps().ofRun(run.tenant(), run.id());
    return asked(steps, name) + repairs(steps, name);
  }

  /** By actions of their own. */
  private static long asked(List<StepRecord> steps, String name) {
    return steps.stream()
        .filter(step -> step.connector().equals(Models.CONNECTOR))
        .map(StepRecord::output)
        .filter(output -> output != null && output.path("model").asString("").equals(name))
        .mapToLong(output -> tokens(Objects.requireNonNull(output)))
        .sum();
  }

  private static long tokens(ObjectNode facts) {
    return facts.path("inputTokens").asLong(0) + facts.path("outputTokens").asLong(0);
  }

  private static long repairs(List<StepRecord> steps, String name) {
    return steps.stream()
        .map(StepRecord::repair)
        .filter(Objects::nonNull)
        .flatMap(repair -> repair.tried().stream())
        .map(Tried::spent)
        .filter(spent -> spent != null && spent.model().equals(name))
        .mapToLong(spent -> Objects.requireNonNull(spent).tokens())
        .sum();
  }

  /**
   * @param planned the action with the strategy that asks
   * @param texts values by the names of placeholders
   */
  static Question of(
      RepairLoop.Question asked,
      Binding.OfConnector planned,
      CompiledRelease release,
      Map<String, String> texts) {
    Prompt prompt =
        Prompt.of(
            asked.prompt(),
            planned.connector() + "." + planned.operation(),
            asked.replaces(),
            schema(release, planned, asked.replaces()),
            texts);
    return new Question(asked.name(), asked.replaces(), prompt.arguments(asked.name()));
  }

  /** The values that placeholders of a prompt stand for: parameters, too. */
  static Map<String, String> values(StepRecord step, Map<String, String> texts) {
    Map<String, String> all = new LinkedHashMap<>(texts);
    step.arguments().forEach(all::putIfAbsent);
    String report = texts.getOrDefault("failure.report", "");
    if (!report.isEmpty()) {
      JsonNode arguments = Json.MAPPER.readTree(report).path("arguments");
      all.put("failure.arguments", arguments.isEmpty() ? "" : arguments.toString());
    }
    return all;
  }

  private static JsonNode schema(
      CompiledRelease release, Binding.OfConnector binding, String parameter) {
    ConnectorManifest manifest = release.manifests().get(binding.connector());
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(binding.operation());
    return operation == null
        ? Json.MAPPER.createObjectNode()
        : operation.input().path("properties").path(parameter);
  }

  /** What a call has come to. */
  sealed interface Heard {

    record Said(Answer answer) implements Heard {}

    /**
     * @param why as a sentence
     */
    record Nothing(String code, String why) implements Heard {}
  }

  /**
   * @param binding the action with the strategy that asked
   */
  static Heard heard(
      Question question,
      Binding.OfConnector binding,
      CompiledRelease release,
      ConnectorResult result) {
    return switch (result) {
      case ConnectorResult.Failed failed ->
          new Heard.Nothing(failed.code(), Failures.clean(failed.message()));
      case ConnectorResult.Succeeded good -> {
        ObjectNode output = good.output();
        JsonNode schema = schema(release, binding, question.parameter());
        yield switch (AnswerReader.read(output.path("text").asString(""), schema)) {
          case AnswerReader.Reading.Useless(String why) -> new Heard.Nothing("useless", why);
          case AnswerReader.Reading.Value(JsonNode value) ->
              new Heard.Said(
                  new Answer(
                      question.model(),
                      output.path("provider").asString(""),
                      output.path("id").asString(""),
                      question.parameter(),
                      value,
                      output.path("promptSha256").asString(""),
                      output.path("answerSha256").asString("")));
        };
      }
    };
  }

  /** What the connector says of a call, without a word of prompt and answer. */
  static ObjectNode facts(ConnectorResult result) {
    ObjectNode all =
        switch (result) {
          case ConnectorResult.Succeeded good -> good.output().deepCopy();
          case ConnectorResult.Failed failed -> failed.details().deepCopy();
        };
    all.remove("text");
    return all;
  }

  /** Where a provider does not count, something was sent all the same: 3 characters a token. */
  static StepRepair.Spent spent(Question question, ConnectorResult result) {
    ObjectNode facts = facts(result);
    long tokens = tokens(facts);
    if (tokens == 0 && facts.has("promptSha256")) {
      int said =
          result instanceof ConnectorResult.Succeeded good
              ? good.output().path("text").asString("").length()
              : 0;
      tokens = ((long) question.arguments().toString().length() + said) / 3;
    }
    return new StepRepair.Spent(question.model(), tokens);
  }

  /** No answer is longer than what is left of the run's budget. */
  static void bound(ObjectNode obligations, @Nullable Long left) {
    if (left == null) {
      return;
    }
    ObjectNode limits =
        obligations.path("limits") instanceof ObjectNode known
            ? known
            : obligations.putObject("limits");
    JsonNode tokens = limits.path("tokens");
    if (tokens.isMissingNode() || (tokens.isNumber() && tokens.asLong(0) > left)) {
      limits.put("tokens", (int) Math.min(Integer.MAX_VALUE, left));
    }
  }
}
