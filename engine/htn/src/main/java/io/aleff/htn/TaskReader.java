package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads compound tasks with their phrases and methods. */
final class TaskReader {

  private static final List<String> TASK =
      List.of("description", "parameters", "achieves", "phrases", "deadline", "methods");
  private static final List<String> METHOD =
      List.of("name", "description", "variables", "precondition", "cost", "priority", "subtasks");

  private final ConditionReader conditions;
  private final SubtaskReader subtasks;
  private final Types types;
  private final Findings findings;

  TaskReader(Names names, Sources sources, Findings findings) {
    this.conditions = new ConditionReader(names, sources, findings);
    this.types = names.types();
    this.subtasks = new SubtaskReader(names, sources, conditions, findings);
    this.findings = findings;
  }

  @Nullable Task read(String name, YamlNode node) {
    Fields fields = Fields.of(node, "task \"" + name + "\"", TASK, findings);
    if (fields == null) {
      return null;
    }
    List<Parameter> parameters = conditions.parameters(fields.get("parameters"));
    Scope scope = Scope.of(parameters);
    return new Task(
        name,
        fields.text("description"),
        parameters,
        conditions.atoms(fields.get("achieves"), scope),
        phrases(fields, scope),
        methods(name, fields, scope),
        fields.has("deadline") ? fields.duration("deadline") : null,
        fields.location());
  }

  private Map<String, List<String>> phrases(Fields fields, Scope scope) {
    Map<String, List<String>> phrases = new LinkedHashMap<>();
    fields
        .named("phrases")
        .forEach(
            (language, node) -> {
              List<String> texts = new ArrayList<>();
              List<YamlNode> items =
                  node instanceof YamlNode.SequenceNode list ? list.items() : List.of(node);
              for (YamlNode item : items) {
                if (item instanceof ScalarNode scalar && !scalar.value().isNull()) {
                  check(scalar.text(), scalar.location(), scope);
                  texts.add(scalar.text());
                } else {
                  Fields.wrongShape(item, "A phrase", "a text", findings);
                }
              }
              phrases.put(language, List.copyOf(texts));
            });
    return phrases;
  }

  private void check(String phrase, SourceLocation place, Scope scope) {
    Set<String> mentioned = new LinkedHashSet<>(Phrase.placeholders(phrase));
    for (String name : mentioned) {
      if (scope.type(name) == null) {
        findings.unknown("HTN-050", place, "parameter", name, scope.names());
      }
    }
    for (String parameter : scope.names()) {
      if (!mentioned.contains(parameter)) {
        findings.error(
            "HTN-052", place, "The phrase does not say the parameter {" + parameter + "}.");
      }
    }
    if (Phrase.isAmbiguous(phrase)) {
      findings.error("HTN-053", place, "Two placeholders need a word between them.");
    }
  }

  private List<Method> methods(String task, Fields fields, Scope scope) {
    List<Method> methods = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode node : fields.list("methods")) {
      Method method = method(task, node, methods.size() + 1, scope);
      if (method != null) {
        if (!names.add(method.name())) {
          findings.error(
              "HTN-004",
              method.location(),
              "The method \"" + method.name() + "\" of \"" + task + "\" is declared twice.");
        }
        methods.add(method);
      }
    }
    if (methods.isEmpty()) {
      findings.add(
          Diagnostic.error(
                  "HTN-040", fields.location(), "The task \"" + task + "\" has no methods.")
              .advising("it should be an action, or a method for it is missing"));
    }
    return methods;
  }

  private @Nullable Method method(String task, YamlNode node, int number, Scope outer) {
    Fields fields = Fields.of(node, "a method of \"" + task + "\"", METHOD, findings);
    if (fields == null) {
      return null;
    }
    String given = fields.text("name");
    String name = given == null ? "method-" + number : given;
    List<Parameter> variables = conditions.parameters(fields.get("variables"));
    for (Parameter variable : variables) {
      if (outer.type(variable.name()) != null) {
        findings.error(
            "HTN-004",
            fields.key("variables"),
            "\"" + variable.name() + "\" is already a parameter of the task.");
      }
    }
    Scope scope = outer.with(variables);
    Formula precondition = conditions.condition(fields.get("precondition"), scope);
    checkSafe(variables, precondition, fields.key("variables"));
    return new Method(
        name,
        variables,
        precondition,
        fields.has("cost") ? conditions.expression(fields.get("cost"), scope) : Expression.ZERO,
        fields.choice("priority", Priority.class),
        subtasks.read(fields, scope.given(precondition, types)),
        fields.location());
  }

  /** A literal can only be found in a fact; objects can also be tried one by one. */
  private void checkSafe(List<Parameter> variables, Formula precondition, SourceLocation place) {
    Set<String> bound = new HashSet<>();
    for (Formula part : Formulas.conjuncts(precondition)) {
      if (part instanceof Formula.Atom atom) {
        atom.arguments().forEach(argument -> bound.add(argument.toString()));
      }
    }
    for (Parameter variable : variables) {
      if (Types.isLiteral(variable.type()) && !bound.contains(variable.name())) {
        findings.error(
            "HTN-016",
            place,
            "No fact of the precondition binds \""
                + variable.name()
                + "\" of type "
                + variable.type()
                + ".");
      }
    }
    if (variables.size() > 50) {
      findings.error("HTN-009", place, "A method has at most 50 variables.");
    }
  }
}
