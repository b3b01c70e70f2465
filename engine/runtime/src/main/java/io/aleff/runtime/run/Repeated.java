package io.aleff.runtime.run;

import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepRepair.Tried;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what a model only repeats. Beside the same action these are the same code as an argument
 * that was a script before, and the same text with other white space at its end.
 */
final class Repeated {

  private Repeated() {}

  /**
   * @param action with what the model has written in it
   */
  static boolean is(Ports ports, StepRecord step, StepRepair.Answer said, ResolvedAction action) {
    StepRepair repair = Objects.requireNonNull(step.repair());
    ObjectNode rest = rest(action.arguments(), said.parameter());
    StringBuilder code = new StringBuilder();
    action.code().values().forEach(each -> code.append(new String(each, StandardCharsets.UTF_8)));
    String text = code + plain(said.value());
    return repair.tried().stream()
        .filter(one -> one.outcome().equals("failed"))
        .filter(one -> one.connector().equals(action.connector()))
        .filter(one -> one.operation().equals(action.operation()))
        .anyMatch(one -> same(ports, step, one, said.parameter(), rest, text));
  }

  private static boolean same(
      Ports ports, StepRecord step, Tried one, String parameter, ObjectNode rest, String text) {
    JsonNode before = Failures.decided(ports, step, one);
    String source = Failures.source(before);
    String earlier = source.isEmpty() ? plain(before.path("arguments").path(parameter)) : source;
    return earlier.stripTrailing().equals(text.stripTrailing())
        && before.path("arguments") instanceof ObjectNode arguments
        && rest(arguments, parameter).equals(rest);
  }

  private static ObjectNode rest(ObjectNode arguments, String parameter) {
    ObjectNode rest = arguments.deepCopy();
    rest.remove("script");
    rest.remove(parameter);
    return rest;
  }

  private static String plain(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
