package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads planning problems in YAML ({@code kind: PlanningProblem}): a state, and either a goal as in
 * tests or an initial task network as in methods. Where {@code state.objects} is absent, facts and
 * goal say what objects there are.
 */
public final class PlanningProblems {

  static final String INITIAL = "initial";

  private static final List<String> KEYS =
      List.of(
          "$schema",
          "apiVersion",
          "kind",
          "name",
          "description",
          "state",
          "goal",
          "network",
          "achieves");
  private static final List<String> NETWORK = List.of("variables", "precondition", "subtasks");

  private final Domain domain;
  private final Sources sources;
  private final Findings findings = new Findings();
  private final Names names;

  private PlanningProblems(Domain domain, SourceText text) {
    this.domain = domain;
    this.sources = new Sources(List.of(text));
    this.names = Names.of(domain);
  }

  /**
   * @param problem null when any diagnostic is an error
   * @param diagnostics all findings, by place
   */
  public record Reading(@Nullable HtnProblem problem, List<Diagnostic> diagnostics) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Never throws for what the text contains. */
  public static Reading read(Domain domain, SourceText text) {
    PlanningProblems reader = new PlanningProblems(domain, text);
    YamlReader.Result yaml = YamlReader.read(text);
    yaml.diagnostics().forEach(reader.findings::add);
    Fields fields = Fields.of(yaml.readable(), "a planning problem", KEYS, reader.findings);
    HtnProblem problem = fields == null ? null : reader.problem(fields);
    return new Reading(reader.findings.broken() ? null : problem, reader.findings.inOrder());
  }

  private @Nullable HtnProblem problem(Fields fields) {
    if (!"PlanningProblem".equals(fields.text("kind"))) {
      findings.add(
          Diagnostic.error("HTN-024", fields.location(), "This is no planning problem.")
              .expecting("kind: PlanningProblem"));
      return null;
    }
    if (fields.has("goal") == fields.has("network")) {
      findings.add(
          Diagnostic.error("HTN-060", fields.location(), "The problem needs one thing to do.")
              .expecting("either goal: or network:"));
      return null;
    }
    StateReader reader = new StateReader(domain, sources, findings);
    Goal goal = fields.has("goal") ? reader.goal(fields) : null;
    StateReader.Said said = reader.state(fields);
    WorldState state = world(fields, said, goal);
    names.constants.putAll(state.objects());
    Method network = goal == null ? network(fields) : network(goal, place(fields));
    List<Formula> wanted = new ArrayList<>();
    wanted.addAll(goal == null ? List.of() : achieved(goal));
    ConditionReader conditions = new ConditionReader(names, sources, findings);
    wanted.addAll(Formulas.conjuncts(conditions.condition(fields.get("achieves"), Scope.empty())));
    String name = fields.text("name");
    return network == null
        ? null
        : new HtnProblem(
            name == null ? "problem" : name,
            state,
            network,
            wanted.size() == 1 ? wanted.getFirst() : new Formula.And(wanted));
  }

  private static SourceLocation place(Fields fields) {
    YamlNode goal = fields.get("goal");
    return goal == null ? fields.location() : goal.location();
  }

  /** Where objects are listed, what is not listed is a slip. */
  private WorldState world(Fields fields, StateReader.Said said, @Nullable Goal goal) {
    Goal asked = goal == null ? new Goal("", Map.of()) : goal;
    if (said.objects().isEmpty()) {
      return States.initial(domain, asked, said.facts(), said.numbers());
    }
    Map<String, String> objects = new LinkedHashMap<>(domain.constants());
    said.objects()
        .forEach(
            (object, type) -> {
              if (!names.types().exists(type)) {
                findings.unknown("HTN-017", said.place(), "type", type, names.typeNames());
              }
              objects.put(object, type);
            });
    said.facts().forEach(fact -> known(fact, domain.predicates(), objects, said.place()));
    said.numbers().keySet().forEach(f -> known(f, domain.functions(), objects, said.place()));
    if (goal != null) {
      List<Parameter> parameters = domain.parameters(goal.task());
      for (Parameter parameter : parameters == null ? List.<Parameter>of() : parameters) {
        String value = goal.arguments().get(parameter.name());
        if (value != null) {
          known(value, parameter.type(), objects, place(fields));
        }
      }
    }
    return new WorldState(
        Ordered.map(objects), Ordered.set(said.facts()), Ordered.map(said.numbers()));
  }

  private void known(
      Fact fact,
      Map<String, List<String>> signatures,
      Map<String, String> objects,
      SourceLocation place) {
    List<String> types = signatures.getOrDefault(fact.predicate(), List.of());
    for (int i = 0; i < Math.min(types.size(), fact.arguments().size()); i++) {
      known(fact.arguments().get(i), types.get(i), objects, place);
    }
  }

  private void known(
      String object, String wanted, Map<String, String> objects, SourceLocation place) {
    if (Types.isLiteral(wanted)) {
      return;
    }
    String type = objects.get(object);
    if (type == null) {
      findings.unknown("HTN-012", place, "object", object, objects.keySet());
    } else if (names.types().exists(type) && !names.types().isA(type, wanted)) {
      findings.add(
          Diagnostic.error("HTN-014", place, "\"" + object + "\" is of type " + type + ".")
              .expecting("an object of type " + wanted));
    }
  }

  private @Nullable Method network(Fields fields) {
    Fields network = Fields.of(fields.get("network"), "network", NETWORK, findings);
    if (network == null) {
      return null;
    }
    ConditionReader conditions = new ConditionReader(names, sources, findings);
    List<Parameter> variables = conditions.parameters(network.get("variables"));
    Scope scope = Scope.of(variables);
    Formula precondition = conditions.condition(network.get("precondition"), scope);
    List<Subtask> subtasks =
        new SubtaskReader(names, sources, conditions, findings)
            .read(network, scope.given(precondition, names.types()));
    return method(variables, precondition, subtasks, network.location());
  }

  private @Nullable Method network(Goal goal, SourceLocation place) {
    List<Parameter> parameters = domain.parameters(goal.task());
    if (parameters == null) {
      findings.add(
          Diagnostic.error("HTN-018", place, "There is no task \"" + goal.task() + "\".")
              .maybe(Suggestions.nearest(goal.task(), domain.tasks().keySet())));
      return null;
    }
    List<String> known = parameters.stream().map(Parameter::name).toList();
    Set<String> surplus = new LinkedHashSet<>(goal.arguments().keySet());
    surplus.removeAll(known);
    surplus.forEach(name -> findings.unknown("HTN-019", place, "parameter", name, known));
    List<Term> arguments = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!goal.arguments().containsKey(parameter.name())) {
        findings.error(
            "HTN-015", place, "The parameter \"" + parameter.name() + "\" has no value.");
      }
    }
    Planner.ordered(parameters, goal.arguments())
        .values()
        .forEach(value -> arguments.add(new Term.Constant(value)));
    Subtask only =
        new Subtask(
            goal.task(), goal.task(), arguments, Set.of(), Formula.TRUE, Expression.ZERO, null);
    return method(List.of(), Formula.TRUE, List.of(only), place);
  }

  private static Method method(
      List<Parameter> variables, Formula precondition, List<Subtask> subtasks, SourceLocation at) {
    return new Method(INITIAL, variables, precondition, Expression.ZERO, null, subtasks, at);
  }

  /** What the task of a goal achieves. */
  private List<Formula> achieved(Goal goal) {
    Task task = domain.tasks().get(goal.task());
    if (task == null) {
      return List.of();
    }
    Map<String, String> arguments = Planner.ordered(task.parameters(), goal.arguments());
    return task.achieves().stream().map(a -> Substitution.of(a, arguments)).toList();
  }
}
