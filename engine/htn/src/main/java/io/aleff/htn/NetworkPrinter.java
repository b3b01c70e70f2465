package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a domain as a task network in YAML. */
public final class NetworkPrinter {

  /**
   * @param losses what the text does not say or cannot name
   */
  public record Printing(String text, List<Diagnostic> losses) {
    public Printing {
      losses = List.copyOf(losses);
    }
  }

  private final Domain domain;
  private final StringBuilder out = new StringBuilder();
  private final List<Diagnostic> losses = new ArrayList<>();
  private final Set<String> variables = new TreeSet<>();

  private NetworkPrinter(Domain domain) {
    this.domain = domain;
  }

  public static Printing print(Domain domain) {
    NetworkPrinter printer = new NetworkPrinter(domain);
    printer.print();
    return new Printing(printer.out.toString(), printer.losses);
  }

  /** Prints a problem; the domain knows the parameters of its tasks. */
  public static Printing problem(Domain domain, HtnProblem problem) {
    NetworkPrinter printer = new NetworkPrinter(domain);
    printer.printProblem(problem);
    return new Printing(printer.out.toString(), printer.losses);
  }

  private void printProblem(HtnProblem problem) {
    line("apiVersion: aleff/v1\nkind: PlanningProblem\nname: " + quoted(problem.name()));
    line("state:");
    Map<String, String> own = new LinkedHashMap<>(problem.state().objects());
    domain.constants().keySet().forEach(own::remove);
    String conditions = problem.network().precondition() + " " + problem.goal();
    line(own.isEmpty() ? "  objects: {}" : "  objects:");
    own.forEach(
        (name, type) -> {
          if (!DeclarationReader.isName(name) && conditions.contains(name)) {
            lost(problem.network().location(), "the name \"" + name + "\" in a condition");
          }
          line("    " + quoted(name) + ": " + type);
        });
    line("  facts:" + (problem.state().facts().isEmpty() ? " []" : ""));
    problem.state().facts().forEach(fact -> line("    - " + quoted(words(fact))));
    line("  numbers:" + (problem.state().numbers().isEmpty() ? " {}" : ""));
    problem
        .state()
        .numbers()
        .forEach((f, value) -> line("    " + quoted(words(f)) + ": " + value.toPlainString()));
    line("network:");
    network(problem.network(), "  ");
    condition("achieves: ", problem.goal());
  }

  private static String words(Fact fact) {
    return fact.arguments().stream()
        .map(a -> DeclarationReader.isName(a) ? a : "'" + a + "'")
        .collect(Collectors.joining(", ", fact.predicate() + "(", ")"));
  }

  private void print() {
    line("apiVersion: aleff/v1\nkind: TaskNetwork\nname: " + quoted(domain.name()));
    names("types", domain.types().parents());
    names("constants", domain.constants());
    signatures("predicates", domain.predicates());
    signatures("functions", domain.functions());
    line("tasks:");
    domain.tasks().values().forEach(this::task);
    line("actions:");
    domain.actions().values().forEach(this::action);
    variables.retainAll(domain.constants().keySet());
    variables.forEach(
        name ->
            lost(
                start(),
                "the object \"" + name + "\" where a variable of the same name is meant too"));
  }

  private SourceLocation start() {
    return new SourceLocation(domain.name(), 1, 1);
  }

  private void names(String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      line(key + ":");
      map.forEach((name, type) -> line("  " + name(name, start()) + ": " + type));
    }
  }

  private void signatures(String key, Map<String, List<String>> map) {
    if (!map.isEmpty()) {
      line(key + ":");
      map.forEach(
          (name, types) ->
              line("  " + name(name, start()) + ": [" + String.join(", ", types) + "]"));
    }
  }

  private void task(Task task) {
    line("  " + name(task.name(), task.location()) + ":");
    description(task.description());
    parameters("    parameters: ", task.parameters());
    if (!task.achieves().isEmpty()) {
      line("    achieves: " + texts(task.achieves().stream().map(Formula.Atom::toString).toList()));
    }
    if (!task.phrases().isEmpty()) {
      line("    phrases:");
      task.phrases().forEach((language, list) -> line("      " + language + ": " + texts(list)));
    }
    if (task.deadline() != null) {
      line("    deadline: " + task.deadline());
    }
    line(task.methods().isEmpty() ? "    methods: []" : "    methods:");
    task.methods().forEach(this::method);
  }

  private void method(Method method) {
    line("      - name: " + quoted(method.name()));
    network(method, "        ");
  }

  private void network(Method method, String indent) {
    parameters(indent + "variables: ", method.variables());
    condition(indent + "precondition: ", method.precondition());
    number(indent + "cost: ", method.cost());
    priority(indent + "priority: ", method.priority());
    line(indent + (method.subtasks().isEmpty() ? "subtasks: {}" : "subtasks:"));
    method.subtasks().forEach(s -> subtask(s, indent + "  "));
  }

  private void subtask(Subtask subtask, String indent) {
    List<Parameter> parameters = domain.parameters(subtask.task());
    List<String> with = new ArrayList<>();
    for (int i = 0; parameters != null && i < parameters.size(); i++) {
      with.add(parameters.get(i).name() + ": " + quoted(subtask.arguments().get(i).toString()));
    }
    line(indent + quoted(subtask.id()) + ":");
    line(indent + "  task: " + subtask.task());
    if (!with.isEmpty()) {
      line(indent + "  with: {" + String.join(", ", with) + "}");
    }
    if (!subtask.after().isEmpty()) {
      line(indent + "  after: " + texts(List.copyOf(subtask.after())));
    }
    condition(indent + "  precondition: ", subtask.precondition());
    number(indent + "  cost: ", subtask.cost());
    priority(indent + "  priority: ", subtask.priority());
  }

  private void action(Action action) {
    line("  " + name(action.name(), action.location()) + ":");
    description(action.description());
    parameters("    parameters: ", action.parameters());
    condition("    precondition: ", action.precondition());
    if (!action.effects().isEmpty()) {
      line("    effect: [" + effects(action.effects()) + "]");
    }
    number("    cost: ", action.cost());
    if (!action.duration().equals(Duration.ZERO)) {
      line("    duration: " + action.duration());
    }
    if (action.reversibility() != null) {
      line(
          "    reversibility: "
              + action.reversibility().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (action.run() != null || action.undo() != null) {
      lost(action.location(), "how \"" + action.name() + "\" is run and undone");
    }
  }

  private String effects(List<Effect> effects) {
    return effects.stream().map(this::effect).collect(Collectors.joining(", "));
  }

  private String effect(Effect effect) {
    return switch (effect) {
      case Effect.Add add -> quoted(add.atom().toString());
      case Effect.Delete delete -> quoted("not " + delete.atom());
      case Effect.Conditional c ->
          "{when: " + quoted(c.condition().toString()) + ", then: [" + effects(c.effects()) + "]}";
      case Effect.ForAll all -> {
        remember(all.variables());
        yield "{forall: {"
            + declared(all.variables())
            + "}, then: ["
            + effects(all.effects())
            + "]}";
      }
      case Effect.Numeric n -> quoted(n.fluent() + " " + sign(n.change()) + " " + n.value());
    };
  }

  private static String sign(Effect.Change change) {
    return switch (change) {
      case ASSIGN -> "=";
      case INCREASE -> "+=";
      case DECREASE -> "-=";
    };
  }

  private void description(@Nullable String text) {
    if (text != null) {
      line("    description: " + quoted(text));
    }
  }

  private void parameters(String key, List<Parameter> parameters) {
    remember(parameters);
    if (!parameters.isEmpty()) {
      line(key + "{" + declared(parameters) + "}");
    }
  }

  private void remember(List<Parameter> parameters) {
    parameters.forEach(p -> variables.add(p.name()));
  }

  private static String declared(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> p.name() + ": " + p.type())
        .collect(Collectors.joining(", "));
  }

  private void condition(String key, Formula formula) {
    List<Formula> parts = Formulas.conjuncts(formula);
    if (!parts.isEmpty()) {
      line(key + texts(parts.stream().map(Formula::toString).toList()));
    }
  }

  private void number(String key, Expression expression) {
    if (!expression.equals(Expression.ZERO)) {
      String text = expression.toString();
      line(key + (expression instanceof Expression.Literal ? text : quoted(text)));
    }
  }

  private void priority(String key, @Nullable Priority priority) {
    if (priority != null) {
      line(key + priority.name().toLowerCase(Locale.ROOT));
    }
  }

  private static String texts(List<String> texts) {
    return texts.stream().map(NetworkPrinter::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return Json.MAPPER.writeValueAsString(text);
  }

  private String name(String name, SourceLocation at) {
    if (!DeclarationReader.isName(name)) {
      lost(at, "the name \"" + name + "\"");
    }
    return name;
  }

  private void lost(SourceLocation at, String what) {
    losses.add(
        Diagnostic.warning("HTN-060", at, "A task network in YAML cannot say " + what + "."));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
