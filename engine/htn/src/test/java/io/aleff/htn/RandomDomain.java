package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Small random domains, most of which have a plan. */
public final class RandomDomain {

  private static final List<String> FACTS = List.of("p", "q", "r", "s");
  private final Random random;
  private final int actions;
  private final int tasks;

  public RandomDomain(Random random) {
    this.random = random;
    this.actions = 3 + random.nextInt(4);
    this.tasks = 2 + random.nextInt(3);
  }

  public PlanRequest request() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        "types: {item: object}\npredicates: {p: [item], q: [item], r: [item], s: [item]}\n");
    yaml.append("functions: {n: []}\nactions:\n");
    for (int i = 0; i < actions; i++) {
      action(i, yaml);
    }
    yaml.append("tasks:\n");
    for (int i = 0; i < tasks; i++) {
      task(i, yaml);
    }
    Domain domain = Given.domain(yaml.toString());
    Goal goal = Given.goal("t0", "x", "a", "y", "b");
    return PlanRequest.first(
        domain, Given.state(domain, goal, "p a", "q b", "r a", "r b", "n = 2"), goal, 3_000);
  }

  /** The goal of a request as the initial task network of a problem. */
  public static HtnProblem problem(PlanRequest request) {
    Goal goal = request.goal();
    Task task = java.util.Objects.requireNonNull(request.domain().tasks().get(goal.task()));
    List<Term> arguments = new ArrayList<>();
    task.parameters()
        .forEach(
            p -> arguments.add(new Term.Constant(goal.arguments().getOrDefault(p.name(), ""))));
    Subtask top =
        new Subtask("t", goal.task(), arguments, Set.of(), Formula.TRUE, Expression.ZERO, null);
    Method network =
        new Method(
            "initial",
            List.of(),
            Formula.TRUE,
            Expression.ZERO,
            null,
            List.of(top),
            new SourceLocation("", 1, 1));
    return new HtnProblem("random", request.state(), network, Formula.TRUE);
  }

  private void action(int number, StringBuilder yaml) {
    yaml.append("  a" + number + ":\n    parameters: {x: item}\n");
    yaml.append(
        "    precondition: [" + (random.nextInt(3) == 0 ? "n() >= 1" : condition("x")) + "]\n");
    yaml.append("    effect:\n      - " + literal("x") + "\n");
    switch (random.nextInt(5)) {
      case 0 -> yaml.append("      - n() += 1\n");
      case 1 -> yaml.append("      - n() -= 1\n");
      case 2 -> yaml.append("      - {when: " + literal("x") + ", then: " + literal("x") + "}\n");
      case 3 ->
          yaml.append(
              "      - {forall: {i: item}, when: "
                  + literal("i")
                  + ", then: "
                  + literal("i")
                  + "}\n");
      default -> {}
    }
    yaml.append(
        "    cost: " + random.nextInt(4) + "\n    duration: PT" + random.nextInt(9) + "S\n");
  }

  private void task(int number, StringBuilder yaml) {
    yaml.append("  t" + number + ":\n    parameters: {x: item, y: item}\n    methods:\n");
    int methods = 1 + random.nextInt(3);
    for (int i = 0; i < methods; i++) {
      boolean free = random.nextInt(3) == 0;
      yaml.append("      - name: m" + i + "\n");
      if (free) {
        yaml.append("        variables: {v: item}\n");
      }
      String condition = random.nextInt(3) == 0 ? "" : condition(free ? "v" : "x");
      yaml.append("        precondition: [" + condition + "]\n        subtasks:\n");
      int subtasks = 1 + random.nextInt(3);
      for (int j = 0; j < subtasks; j++) {
        subtask(number, j, free, yaml);
      }
    }
  }

  private void subtask(int task, int number, boolean free, StringBuilder yaml) {
    boolean compound = task + 1 < tasks && random.nextInt(2) == 0;
    String x = free && random.nextBoolean() ? "v" : random.nextBoolean() ? "x" : "y";
    String name =
        compound
            ? "t" + (task + 1 + random.nextInt(tasks - task - 1))
            : "a" + random.nextInt(actions);
    yaml.append(
        "          b"
            + number
            + ": {task: "
            + name
            + ", with: {x: "
            + x
            + (compound ? ", y: x" : "")
            + "}");
    if (number > 0 && random.nextInt(3) == 0) {
      yaml.append(", after: [b" + random.nextInt(number) + "]");
    }
    if (random.nextInt(6) == 0) {
      yaml.append(", precondition: " + literal("x"));
    }
    yaml.append("}\n");
  }

  private String literal(String variable) {
    String fact = FACTS.get(random.nextInt(FACTS.size())) + "(" + variable + ")";
    return random.nextInt(3) == 0 ? "not " + fact : fact;
  }

  private String condition(String variable) {
    return switch (random.nextInt(5)) {
      case 0 -> literal(variable) + " or " + literal(variable);
      case 1 -> "exists i in item (" + literal("i") + " and i != " + variable + ")";
      case 2 -> "forall i in item (" + literal("i") + " implies " + literal("i") + ")";
      default -> literal(variable);
    };
  }
}
