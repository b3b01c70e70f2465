package io.aleff.htn.hddl;

import io.aleff.htn.Formula;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Task;
import io.aleff.htn.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * A method's parameters as HDDL declares them: those of its task, with the more special types that
 * its precondition demands, and its own.
 *
 * @param precondition what is left of it
 */
record MethodHead(List<Parameter> parameters, List<Formula> precondition) {

  static MethodHead of(Task task, Method method) {
    List<Formula> rest = new ArrayList<>(Conjunction.of(List.of(method.precondition())));
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : task.parameters()) {
      Parameter own = parameter;
      for (Formula part : rest) {
        if (part instanceof Formula.IsA isA
            && isA.term().equals(new Term.Variable(parameter.name()))) {
          own = new Parameter(parameter.name(), isA.type());
          rest.remove(part);
          break;
        }
      }
      parameters.add(own);
    }
    parameters.addAll(method.variables());
    return new MethodHead(List.copyOf(parameters), List.copyOf(rest));
  }
}
