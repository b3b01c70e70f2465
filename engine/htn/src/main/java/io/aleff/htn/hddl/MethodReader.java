package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Term;
import io.aleff.htn.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads methods. In HDDL a method has its own parameters and says to which of them its task is
 * applied; in the model it uses the names of the task's parameters, and what it demands of them
 * (equality, an object, a more special type) is the first part of its precondition.
 */
final class MethodReader {

  static final Map<String, String> KEYS = keys();

  /**
   * @param task whose method it is
   */
  record Result(String task, Method method) {}

  private final Vocabulary words;
  private final Terms terms;
  private final Conditions conditions;
  private final Networks networks;

  MethodReader(Vocabulary words, Terms terms, Conditions conditions) {
    this.words = words;
    this.terms = terms;
    this.conditions = conditions;
    this.networks = new Networks(words, terms, conditions);
  }

  private static Map<String, String> keys() {
    Map<String, String> keys =
        new LinkedHashMap<>(DomainReader.keys(":parameters", ":task", ":precondition", ":effect"));
    keys.putAll(Networks.KEYS);
    return keys;
  }

  /** Null after a finding that leaves no method. */
  @Nullable Result read(
      Sexp.Word name, Section section, SourceLocation at, Map<String, Terms.Variables> signatures) {
    if (!(section.get(":task") instanceof Sexp.Group head)
        || head.items().isEmpty()
        || !(head.items().getFirst() instanceof Sexp.Word taskName)) {
      words.findings.add(
          Diagnostic.error("HDDL-003", name.at(), "The method \"" + name + "\" has no task.")
              .expecting(":task (task argument …)"));
      return null;
    }
    section.mustBeEmpty(":effect", "method", words.findings);
    String task = words.resolve("task", taskName, words.tasks.keySet());
    Terms.Variables signature = task == null ? null : signatures.get(task);
    if (task == null || signature == null) {
      return null;
    }
    Map<String, List<String>> declared = declared(section);
    Scope scope = new Scope();
    signature.parameters().forEach(p -> scope.reserve(p.name()));
    List<Formula> demands = new ArrayList<>(signature.demands());
    if (!head(head, signature.parameters(), declared, scope, demands)) {
      return null;
    }
    List<Parameter> variables = variables(declared, scope, demands);
    Networks.Network network = networks.read(section, scope);
    Formula own = conditions.read(section.get(":precondition"), scope);
    List<Formula> all =
        narrowed(
            variables,
            Conjunction.of(
                demands, network.demands(), List.of(network.constraints()), List.of(own)));
    return new Result(
        task,
        new Method(
            name.text(),
            variables,
            Conjunction.whole(all),
            Expression.ZERO,
            null,
            network.subtasks(),
            at));
  }

  /** The types of the method's own parameters, by variable. */
  private Map<String, List<String>> declared(Section section) {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    for (TypedList.Entry entry :
        TypedList.read(section.list(":parameters", words.findings), words.findings)) {
      Sexp.Word name = entry.name();
      if (!name.text().startsWith("?")) {
        words.findings.add(
            Diagnostic.error("HDDL-005", name.at(), "\"" + name + "\" is no variable.")
                .expecting("a name that begins with ?")
                .maybe("?" + name));
        continue;
      }
      List<String> types = terms.types(entry);
      if (declared.putIfAbsent(name.text(), types.isEmpty() ? List.of(Types.OBJECT) : types)
          != null) {
        words.findings.error("HDDL-004", name.at(), "\"" + name + "\" is declared twice.");
      }
    }
    return declared;
  }

  /** Gives the variables that the task is applied to the names of its parameters. */
  private boolean head(
      Sexp.Group head,
      List<Parameter> parameters,
      Map<String, List<String>> declared,
      Scope scope,
      List<Formula> demands) {
    List<Sexp> arguments = head.tail();
    if (arguments.size() != parameters.size()) {
      terms.arguments(head, head.items().getFirst().toString(), parameters.size(), scope);
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      Sexp argument = arguments.get(i);
      Parameter parameter = parameters.get(i);
      Term here = new Term.Variable(parameter.name());
      Scope.Meaning known = scope.of(argument.toString());
      List<String> types = declared.get(argument.toString());
      if (known != null) {
        demands.add(new Formula.Equal(known.term(), here));
      } else if (types != null) {
        scope.bind(argument.toString(), parameter.name(), meant(types, parameter, here, demands));
      } else if (argument.toString().startsWith("?")) {
        words.findings.unknown(
            "HDDL-012", argument.at(), "variable", argument.toString(), declared.keySet());
      } else {
        Term constant = terms.read(argument, scope);
        if (constant != null) {
          demands.add(new Formula.Equal(here, constant));
        }
      }
    }
    return true;
  }

  /** The type that a task's parameter has in the method. */
  private String meant(List<String> types, Parameter parameter, Term here, List<Formula> demands) {
    if (types.stream().anyMatch(type -> words.types().isA(parameter.type(), type))) {
      return parameter.type();
    }
    demands.add(membership(here, types));
    String above = words.above(types);
    return words.types().isA(above, parameter.type()) ? above : parameter.type();
  }

  private static Formula membership(Term term, List<String> types) {
    List<Formula> some = types.stream().map(type -> (Formula) new Formula.IsA(term, type)).toList();
    return some.size() == 1 ? some.getFirst() : new Formula.Or(some);
  }

  private List<Parameter> variables(
      Map<String, List<String>> declared, Scope scope, List<Formula> demands) {
    List<Parameter> variables = new ArrayList<>();
    declared.forEach(
        (name, types) -> {
          if (scope.of(name) == null) {
            Parameter variable = scope.declare(name, words.above(types));
            variables.add(variable);
            if (types.size() > 1) {
              demands.add(membership(new Term.Variable(variable.name()), types));
            }
          }
        });
    return variables;
  }

  /** What demands a more special type of a free variable becomes the type of that variable. */
  private List<Formula> narrowed(List<Parameter> variables, List<Formula> demands) {
    List<Formula> rest = new ArrayList<>();
    for (Formula demand : demands) {
      boolean done = false;
      for (int i = 0; i < variables.size() && !done; i++) {
        Parameter variable = variables.get(i);
        if (demand instanceof Formula.IsA isA
            && isA.term().equals(new Term.Variable(variable.name()))
            && words.types().isA(isA.type(), variable.type())) {
          variables.set(i, new Parameter(variable.name(), isA.type()));
          done = true;
        }
      }
      if (!done && !rest.contains(demand)) {
        rest.add(demand);
      }
    }
    return rest;
  }
}
