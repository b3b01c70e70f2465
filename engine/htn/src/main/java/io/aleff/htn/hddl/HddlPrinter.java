package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Task;
import io.aleff.htn.WorldState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints the model as HDDL. What {@link Hddl} reads is printed without loss; what HDDL cannot say
 * is left out, and a diagnostic names it.
 */
public final class HddlPrinter {

  /**
   * @param losses what the text does not say, each with the place where the model says it
   */
  public record Printing(String text, List<Diagnostic> losses) {
    public Printing {
      losses = List.copyOf(losses);
    }
  }

  private final Domain domain;
  private final StringBuilder out = new StringBuilder();
  private final Formulas formulas;
  private final boolean costs;

  private HddlPrinter(Domain domain) {
    this.domain = domain;
    this.costs = !domain.actions().values().stream().allMatch(a -> a.cost().equals(ONE));
    this.formulas = new Formulas();
  }

  private static final Expression ONE = new Expression.Literal(BigDecimal.ONE);

  public static Printing domain(Domain domain) {
    HddlPrinter printer = new HddlPrinter(domain);
    printer.printDomain();
    return new Printing(printer.out.toString(), Losses.of(domain));
  }

  /** The domain is needed for the types of its constants, which the problem does not repeat. */
  public static Printing problem(Domain domain, HtnProblem problem) {
    HddlPrinter printer = new HddlPrinter(domain);
    printer.printProblem(problem);
    return new Printing(printer.out.toString(), Losses.of(problem));
  }

  private void printDomain() {
    line("(define (domain " + domain.name() + ")");
    line("  (:requirements " + String.join(" ", Requirements.of(domain, costs)) + ")");
    if (!domain.types().parents().isEmpty()) {
      line("  (:types");
      domain.types().parents().forEach((type, parent) -> line("    " + type + " - " + parent));
      line("  )");
    }
    objects(":constants", domain.constants());
    line("  (:predicates");
    domain.predicates().forEach((name, types) -> line("    " + signature(name, types)));
    line("  )");
    if (costs || !domain.functions().isEmpty()) {
      line("  (:functions");
      domain
          .functions()
          .forEach((name, types) -> line("    " + signature(name, types) + " - number"));
      line(costs ? "    (total-cost) - number" : "");
      line("  )");
    }
    domain.tasks().values().forEach(this::task);
    domain.tasks().values().forEach(t -> t.methods().forEach(m -> method(t, m)));
    domain.actions().values().forEach(this::action);
    line(")");
  }

  private static String signature(String name, List<String> types) {
    StringBuilder text = new StringBuilder("(" + name);
    for (int i = 0; i < types.size(); i++) {
      text.append(" ?a").append(i + 1).append(" - ").append(types.get(i));
    }
    return text.append(')').toString();
  }

  private void objects(String keyword, Map<String, String> objects) {
    if (!objects.isEmpty()) {
      line("  (" + keyword);
      objects.forEach((name, type) -> line("    " + name + " - " + type));
      line("  )");
    }
  }

  private void task(Task task) {
    line("  (:task " + task.name() + " :parameters (" + variables(task.parameters()) + "))");
  }

  static String variables(List<Parameter> parameters) {
    return String.join(
        " ", parameters.stream().map(p -> "?" + p.name() + " - " + p.type()).toList());
  }

  private void method(Task task, Method method) {
    MethodHead head = MethodHead.of(task, method);
    line("  (:method " + method.name());
    line("    :parameters (" + variables(head.parameters()) + ")");
    line("    :task (" + task.name() + names(task.parameters()) + ")");
    if (!head.precondition().isEmpty()) {
      line("    :precondition " + formulas.conjunction(head.precondition()));
    }
    new NetworkText(method.subtasks(), formulas).lines().forEach(text -> line("    " + text));
    line("  )");
  }

  private static String names(List<Parameter> parameters) {
    StringBuilder text = new StringBuilder();
    parameters.forEach(p -> text.append(" ?").append(p.name()));
    return text.toString();
  }

  private void action(Action action) {
    line("  (:action " + action.name());
    line("    :parameters (" + variables(action.parameters()) + ")");
    line("    :precondition " + formulas.of(action.precondition()));
    List<String> effects = new ArrayList<>();
    action.effects().forEach(effect -> effects.add(formulas.effect(effect)));
    if (costs && !action.cost().equals(Expression.ZERO)) {
      effects.add("(increase (total-cost) " + formulas.number(action.cost()) + ")");
    }
    line("    :effect (and" + (effects.isEmpty() ? "" : " ") + String.join(" ", effects) + ")");
    line("  )");
  }

  private void printProblem(HtnProblem problem) {
    line("(define (problem " + problem.name() + ")");
    line("  (:domain " + domain.name() + ")");
    Map<String, String> own = new LinkedHashMap<>(problem.state().objects());
    domain.constants().keySet().forEach(own::remove);
    objects(":objects", own);
    Method network = problem.network();
    line("  (:htn");
    line("    :parameters (" + variables(network.variables()) + ")");
    new NetworkText(network.subtasks(), formulas).lines().forEach(text -> line("    " + text));
    List<Formula> constraints = Conjunction.of(List.of(network.precondition()));
    if (!constraints.isEmpty()) {
      line("    :constraints " + formulas.conjunction(constraints));
    }
    line("  )");
    state(problem.state());
    line("  (:goal " + formulas.of(problem.goal()) + ")");
    line(costs ? "  (:metric minimize (total-cost))" : "");
    line(")");
  }

  private void state(WorldState state) {
    line("  (:init");
    state.facts().forEach(fact -> line("    " + words(fact.predicate(), fact.arguments())));
    state
        .numbers()
        .forEach(
            (fluent, value) ->
                line(
                    "    (= "
                        + words(fluent.predicate(), fluent.arguments())
                        + " "
                        + value.toPlainString()
                        + ")"));
    line("  )");
  }

  private static String words(String name, List<String> arguments) {
    return "(" + name + (arguments.isEmpty() ? "" : " ") + String.join(" ", arguments) + ")";
  }

  private void line(String text) {
    if (!text.isEmpty()) {
      out.append(text).append('\n');
    }
  }
}
