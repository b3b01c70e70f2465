package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Subtask;
import io.aleff.htn.Task;
import io.aleff.htn.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names what the model says and HDDL cannot. */
final class Losses {

  private final List<Diagnostic> found = new ArrayList<>();

  private Losses() {}

  static List<Diagnostic> of(Domain domain) {
    Losses losses = new Losses();
    domain.tasks().values().forEach(losses::task);
    domain.actions().values().forEach(losses::action);
    return losses.found;
  }

  static List<Diagnostic> of(HtnProblem problem) {
    Losses losses = new Losses();
    problem.network().subtasks().forEach(s -> losses.subtask(s, problem.network().location()));
    return losses.found;
  }

  private void task(Task task) {
    lost(!task.achieves().isEmpty(), task.location(), "what \"" + task.name() + "\" achieves");
    lost(!task.phrases().isEmpty(), task.location(), "the phrases of \"" + task.name() + "\"");
    lost(task.description() != null, task.location(), "the description of \"" + task.name() + "\"");
    lost(task.deadline() != null, task.location(), "the deadline of \"" + task.name() + "\"");
    literals(task.name(), task.parameters(), task.location());
    for (Method method : task.methods()) {
      String name = "the method \"" + method.name() + "\"";
      lost(!method.cost().equals(Expression.ZERO), method.location(), "the cost of " + name);
      lost(method.priority() != null, method.location(), "the priority of " + name);
      literals(method.name(), method.variables(), method.location());
      method.subtasks().forEach(s -> subtask(s, method.location()));
    }
  }

  private void subtask(Subtask subtask, SourceLocation at) {
    String name = "the subtask \"" + subtask.id() + "\"";
    lost(!subtask.precondition().equals(Formula.TRUE), at, "the precondition of " + name);
    lost(!subtask.cost().equals(Expression.ZERO), at, "the cost of " + name);
    lost(subtask.priority() != null, at, "the priority of " + name);
  }

  private void action(Action action) {
    String name = "\"" + action.name() + "\"";
    lost(action.description() != null, action.location(), "the description of " + name);
    lost(!action.duration().equals(Duration.ZERO), action.location(), "the duration of " + name);
    lost(action.reversibility() != null, action.location(), "the reversibility of " + name);
    lost(action.run() != null, action.location(), "how " + name + " is run");
    lost(action.undo() != null, action.location(), "how " + name + " is undone");
    literals(action.name(), action.parameters(), action.location());
  }

  private void literals(String name, Collection<Parameter> parameters, SourceLocation at) {
    for (Parameter parameter : parameters) {
      lost(
          Types.isLiteral(parameter.type()),
          at,
          "that \"" + parameter.name() + "\" of \"" + name + "\" is any " + parameter.type());
    }
  }

  private void lost(boolean isSo, SourceLocation at, String what) {
    if (isSo) {
      found.add(Diagnostic.warning("HDDL-040", at, "HDDL cannot say " + what + "."));
    }
  }
}
