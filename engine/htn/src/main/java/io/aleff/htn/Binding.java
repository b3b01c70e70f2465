package io.aleff.htn;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** How an action is carried out in the world. */
public sealed interface Binding {

  /**
   * @param connector manifest name, the part before the dot of {@code code.python}
   * @param operation the part after it
   * @param input arguments; {@code ${parameter}} is replaced when the plan is made, {@code
   *     ${failure.…}}, {@code ${run.…}} and {@code ${output.…}} when the step starts
   * @param output named results: a workspace path each
   */
  record OfConnector(
      String connector, String operation, ObjectNode input, Map<String, String> output)
      implements Binding {}

  /**
   * @param process id of a BPMN process of the same release
   * @param input process variables, with the same replacements
   */
  record OfProcess(String process, ObjectNode input) implements Binding {}
}
