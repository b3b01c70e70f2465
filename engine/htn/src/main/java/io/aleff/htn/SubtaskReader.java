package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the subtasks of a method and checks that their order has no cycle. */
final class SubtaskReader {

  private static final List<String> KEYS =
      List.of("task", "with", "after", "precondition", "cost", "priority");

  private final Names names;
  private final Sources sources;
  private final ConditionReader conditions;
  private final TermReader terms;
  private final Findings findings;

  SubtaskReader(Names names, Sources sources, ConditionReader conditions, Findings findings) {
    this.names = names;
    this.sources = sources;
    this.conditions = conditions;
    this.terms = new TermReader(names, findings);
    this.findings = findings;
  }

  List<Subtask> read(Fields method, Scope scope) {
    Map<String, YamlNode> nodes = method.named("subtasks");
    List<Subtask> subtasks = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          Subtask subtask = subtask(id, node, nodes.keySet(), scope);
          if (subtask != null) {
            subtasks.add(subtask);
          }
        });
    checkOrder(subtasks, method.key("subtasks"));
    return subtasks;
  }

  private @Nullable Subtask subtask(String id, YamlNode node, Set<String> siblings, Scope scope) {
    Fields fields = Fields.of(node, "subtask \"" + id + "\"", KEYS, findings);
    if (fields == null) {
      return null;
    }
    String task = fields.text("task");
    if (task == null) {
      findings.add(
          Diagnostic.error(
                  "HTN-002", fields.location(), "The subtask \"" + id + "\" names no task.")
              .expecting("task: with the name of a task or an action"));
      return null;
    }
    List<Parameter> parameters = names.tasks.getOrDefault(task, names.actions.get(task));
    if (parameters == null) {
      findings.unknown(
          "HTN-018", valuePlace(fields, "task"), "task or action", task, names.tasksAndActions());
      return null;
    }
    List<Term> arguments = arguments(task, parameters, fields, scope);
    return arguments == null
        ? null
        : new Subtask(
            id,
            task,
            arguments,
            after(id, fields, siblings),
            conditions.condition(fields.get("precondition"), scope),
            fields.has("cost") ? conditions.expression(fields.get("cost"), scope) : Expression.ZERO,
            fields.choice("priority", Priority.class));
  }

  private static SourceLocation valuePlace(Fields fields, String key) {
    YamlNode value = fields.get(key);
    return value == null ? fields.location() : value.location();
  }

  private @Nullable List<Term> arguments(
      String task, List<Parameter> parameters, Fields fields, Scope scope) {
    Map<String, YamlNode> given = new LinkedHashMap<>(fields.named("with"));
    List<String> known = parameters.stream().map(Parameter::name).toList();
    List<Term> arguments = new ArrayList<>();
    for (Parameter parameter : parameters) {
      YamlNode value = given.remove(parameter.name());
      if (value instanceof ScalarNode scalar) {
        Term term = argument(scalar, parameter.type(), scope);
        if (term != null) {
          arguments.add(term);
        }
      } else if (value != null) {
        Fields.wrongShape(
            value, "\"" + parameter.name() + "\"", "a parameter or a literal", findings);
      } else {
        findings.add(
            Diagnostic.error(
                    "HTN-015",
                    fields.key("with"),
                    "\"" + task + "\" is not given its parameter \"" + parameter.name() + "\".")
                .expecting("with: a value for each of " + String.join(", ", known)));
      }
    }
    given.forEach(
        (name, value) ->
            findings.add(
                Diagnostic.error(
                        "HTN-019",
                        value.location(),
                        "\"" + task + "\" has no parameter \"" + name + "\".")
                    .expecting(known.isEmpty() ? "no parameters" : String.join(", ", known))
                    .maybe(Suggestions.nearest(name, known))));
    return arguments.size() == parameters.size() ? arguments : null;
  }

  /** One word is resolved as in a fact; anything longer is a text. */
  private @Nullable Term argument(ScalarNode scalar, String type, Scope scope) {
    List<Token> words = new Lexer(new ExpressionText(scalar, sources), new Findings()).tokens();
    Token word =
        words.size() == 2 && words.getFirst().kind() != Token.Kind.SYMBOL
            ? words.getFirst()
            : new Token(Token.Kind.TEXT, scalar.text(), 0);
    return terms.read(word, type, scope, scalar.location());
  }

  private Set<String> after(String id, Fields fields, Set<String> siblings) {
    Set<String> after = new LinkedHashSet<>();
    for (String name : fields.texts("after")) {
      if (siblings.contains(name)) {
        after.add(name);
      } else {
        findings.unknown("HTN-022", valuePlace(fields, "after"), "subtask", name, siblings);
      }
    }
    if (after.contains(id)) {
      findings.error(
          "HTN-023", valuePlace(fields, "after"), "\"" + id + "\" cannot come after itself.");
      after.remove(id);
    }
    return after;
  }

  private void checkOrder(List<Subtask> subtasks, SourceLocation place) {
    Set<String> done = new LinkedHashSet<>();
    List<Subtask> waiting = new ArrayList<>(subtasks);
    Set<String> present = new LinkedHashSet<>();
    subtasks.forEach(s -> present.add(s.id()));
    while (waiting.removeIf(s -> ready(s, done, present))) {
      subtasks.stream().filter(s -> !waiting.contains(s)).forEach(s -> done.add(s.id()));
    }
    if (!waiting.isEmpty()) {
      List<String> ids = waiting.stream().map(Subtask::id).toList();
      findings.error(
          "HTN-023", place, "The subtasks wait for each other: " + String.join(", ", ids) + ".");
    }
  }

  private static boolean ready(Subtask subtask, Set<String> done, Set<String> present) {
    return subtask.after().stream().allMatch(id -> done.contains(id) || !present.contains(id));
  }
}
