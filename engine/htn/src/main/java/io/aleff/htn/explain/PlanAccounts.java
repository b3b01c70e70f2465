package io.aleff.htn.explain;

import io.aleff.htn.Domain;
import io.aleff.htn.Fact;
import io.aleff.htn.Formula;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.PlanNode;
import io.aleff.htn.Situation;
import io.aleff.htn.Substitution;
import io.aleff.htn.Subtask;
import io.aleff.htn.verify.Replay;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Carries out a plan in thought and writes down what each part of it rests on. */
public final class PlanAccounts {

  /** Says why the other methods of a task were not taken. */
  interface Judge {

    /**
     * @param spent what the events before this one cost
     */
    List<PlanNode.Rejection> rejected(
        Course.Choose event, Map<String, String> arguments, Situation situation, BigDecimal spent);

    /** Hears of each event after it has happened. */
    void passed(Course.Event event, Map<String, String> binding);
  }

  private static final Judge NONE =
      new Judge() {
        @Override
        public List<PlanNode.Rejection> rejected(
            Course.Choose event,
            Map<String, String> arguments,
            Situation situation,
            BigDecimal spent) {
          return List.of();
        }

        @Override
        public void passed(Course.Event event, Map<String, String> binding) {}
      };

  private final Course course;
  private final Judge judge;
  private final Situation situation;
  private final Waiting waiting;
  private final Map<Integer, Map<String, String>> bindings = new HashMap<>();
  private final List<PlanAccount.Choice> choices = new ArrayList<>();
  private final List<PlanAccount.Step> steps = new ArrayList<>();
  private BigDecimal spent = BigDecimal.ZERO;

  private PlanAccounts(Course course, Domain domain, HtnProblem problem, Judge judge) {
    this.course = course;
    this.judge = judge;
    this.situation = new Situation(domain, problem.state());
    this.waiting = new Waiting(course);
  }

  /**
   * The account of a plan, without rejected methods.
   *
   * @throws IllegalArgumentException when the checker rejects the plan
   */
  public static PlanAccount of(Domain domain, HtnProblem problem, HierarchicalPlan plan) {
    return of(new Course(domain, problem, plan), domain, problem, NONE);
  }

  static PlanAccount of(Course course, Domain domain, HtnProblem problem, Judge judge) {
    return new PlanAccounts(course, domain, problem, judge).account();
  }

  private PlanAccount account() {
    for (Course.Event event : course.events) {
      switch (event) {
        case Course.Choose choose -> choose(choose);
        case Course.Run run -> run(run);
      }
    }
    List<PlanAccount.Step> waited = new ArrayList<>();
    for (PlanAccount.Step s : steps) {
      waited.add(
          new PlanAccount.Step(
              s.id(), s.action(), s.arguments(), s.cost(), s.duration(), waiting.of(s.id())));
    }
    List<String> roots = course.plan.roots().stream().map(Course::id).toList();
    return new PlanAccount(choices, waited, roots, spent);
  }

  private void choose(Course.Choose event) {
    Replay.Taken taken = event.taken();
    Method method = taken.method();
    List<Parameter> parameters = event.task() == null ? List.of() : event.task().parameters();
    Map<String, String> arguments = arguments(parameters, taken.id());
    Map<String, String> binding = completed(method, taken.binding(), arguments);
    bindings.put(taken.id(), binding);
    Map<Fact, String> reads = guard(taken.id());
    reads.putAll(situation.reads(method.precondition(), binding));
    waiting.choose(taken, reads);
    BigDecimal cost = cost(method, binding);
    if (event.task() != null) {
      choices.add(
          new PlanAccount.Choice(
              Course.id(taken.id()),
              event.task().name(),
              arguments,
              method.name(),
              variables(method, binding),
              cost,
              reasons(method, binding, cost),
              judge.rejected(event, arguments, situation, spent),
              taken.children().stream().map(Course::id).toList()));
    }
    spent = spent.add(cost);
    judge.passed(event, binding);
  }

  private void run(Course.Run event) {
    HierarchicalPlan.Step step = event.step();
    Map<String, String> binding = arguments(event.action().parameters(), step.id());
    BigDecimal cost = situation.cost(event.action().cost(), binding);
    Map<Fact, String> reads = guard(step.id());
    Situation.Done done = situation.carryOut(event.action(), binding);
    reads.putAll(done.reads());
    waiting.run(step.id(), reads, done.writes());
    steps.add(
        new PlanAccount.Step(
            Course.id(step.id()),
            step.action(),
            binding,
            cost,
            event.action().duration(),
            List.of()));
    spent = spent.add(cost);
    judge.passed(event, binding);
  }

  private Map<String, String> arguments(List<Parameter> parameters, int id) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      arguments.put(parameters.get(i).name(), course.arguments(id).get(i));
    }
    return arguments;
  }

  /** Variables that no subtask shows get the first value that the precondition allows. */
  private Map<String, String> completed(
      Method method, Map<String, String> shown, Map<String, String> arguments) {
    Map<String, String> binding = new LinkedHashMap<>(arguments);
    List<Parameter> open = new ArrayList<>();
    for (Parameter variable : method.variables()) {
      String value = shown.get(variable.name());
      if (value == null) {
        open.add(variable);
      } else {
        binding.put(variable.name(), value);
      }
    }
    Map<String, String> chosen =
        open.isEmpty() ? null : situation.choice(method.precondition(), open, binding);
    return chosen == null ? binding : chosen;
  }

  private static Map<String, String> variables(Method method, Map<String, String> binding) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Parameter variable : method.variables()) {
      String value = binding.get(variable.name());
      if (value != null) {
        variables.put(variable.name(), value);
      }
    }
    return variables;
  }

  /** What the subtask that a node serves demands. */
  private Map<Fact, String> guard(int id) {
    Course.Origin origin = course.origins.get(id);
    if (origin == null || origin.subtask().precondition().equals(Formula.TRUE)) {
      return new LinkedHashMap<>();
    }
    Map<String, String> above = Objects.requireNonNull(bindings.get(origin.parent()));
    return new LinkedHashMap<>(
        situation.reads(Substitution.of(origin.subtask().precondition(), above), Map.of()));
  }

  private BigDecimal cost(Method method, Map<String, String> binding) {
    BigDecimal cost = situation.cost(method.cost(), binding);
    for (Subtask subtask : method.subtasks()) {
      cost = cost.add(situation.cost(subtask.cost(), binding));
    }
    return cost;
  }

  private List<String> reasons(Method method, Map<String, String> binding, BigDecimal cost) {
    List<String> reasons = new ArrayList<>(situation.holding(method.precondition(), binding));
    if (reasons.isEmpty()) {
      reasons.add("has no precondition");
    }
    if (cost.signum() > 0) {
      reasons.add("costs " + cost.toPlainString());
    }
    return reasons;
  }
}
