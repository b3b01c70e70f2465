package io.aleff.htn;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How an action is carried out in the world. */
public sealed interface Binding {

  /**
   * @param connector manifest name, the part before the dot of {@code code.python}
   * @param operation the part after it
   * @param input arguments; {@code ${parameter}} is replaced when the plan is made, {@code
   *     ${failure.…}}, {@code ${run.…}} and {@code ${output.…}} when the step starts
   * @param output named results: a workspace path each
   * @param repair what is tried when it fails; null for nothing
   */
  record OfConnector(
      String connector,
      String operation,
      ObjectNode input,
      Map<String, String> output,
      @Nullable RepairLoop repair)
      implements Binding {

    /** One that is not repaired. */
    public OfConnector(
        String connector, String operation, ObjectNode input, Map<String, String> output) {
      this(connector, operation, input, output, null);
    }

    /**
     * What an attempt runs: the action with one of its strategies.
     *
     * @param number 0 for the action as it was planned, 1 for the first strategy
     */
    public OfConnector attempt(int number) {
      if (number == 0) {
        return new OfConnector(connector, operation, input, output);
      }
      RepairLoop.Strategy strategy =
          Objects.requireNonNull(repair, "repair").strategies().get(number - 1);
      return new OfConnector(
          Objects.requireNonNullElse(strategy.connector(), connector),
          Objects.requireNonNullElse(strategy.operation(), operation),
          MergePatch.apply(input, strategy.input()),
          output);
    }
  }

  /**
   * @param process id of a BPMN process of the same release
   * @param input process variables, with the same replacements
   */
  record OfProcess(String process, ObjectNode input) implements Binding {}
}
