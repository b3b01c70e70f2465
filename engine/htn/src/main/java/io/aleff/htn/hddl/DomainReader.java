package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.Effect;
import io.aleff.htn.Expression;
import io.aleff.htn.Findings;
import io.aleff.htn.Formula;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a domain: first all declarations, then what refers to them. */
final class DomainReader {

  private static final List<String> REQUIREMENTS =
      List.of(
          ":strips",
          ":typing",
          ":hierarchy",
          ":htn",
          ":adl",
          ":equality",
          ":negative-preconditions",
          ":disjunctive-preconditions",
          ":existential-preconditions",
          ":universal-preconditions",
          ":quantified-preconditions",
          ":conditional-effects",
          ":universal-effects",
          ":method-preconditions",
          ":htn-method-prec",
          ":action-costs",
          ":numeric-fluents",
          ":fluents",
          ":typeof-predicate");
  private static final List<String> SECTIONS =
      List.of(
          ":requirements",
          ":types",
          ":constants",
          ":predicates",
          ":functions",
          ":task",
          ":method",
          ":action");
  private static final Map<String, String> TASK = keys(":parameters", ":precondition", ":effect");
  private static final Map<String, String> ACTION = keys(":parameters", ":precondition", ":effect");

  private final Vocabulary words;
  private final Terms terms;
  private final Conditions conditions;
  private final Effects effects;
  private final MethodReader methods;
  private final Map<String, SourceLocation> places = new HashMap<>();
  private final Map<String, Terms.Variables> signatures = new HashMap<>();
  private final Map<String, List<Method>> methodsOf = new LinkedHashMap<>();
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final Map<String, SourceLocation> taskPlaces = new LinkedHashMap<>();

  DomainReader(Vocabulary words) {
    this.words = words;
    this.terms = new Terms(words);
    Numbers numbers = new Numbers(words, terms);
    this.conditions = new Conditions(words, terms, numbers);
    this.effects = new Effects(words, terms, numbers, conditions);
    this.methods = new MethodReader(words, terms, conditions);
  }

  static Map<String, String> keys(String... keys) {
    Map<String, String> known = new LinkedHashMap<>();
    List.of(keys).forEach(key -> known.put(key, key));
    return known;
  }

  Domain read(Sexp.Group define) {
    Map<String, List<Sexp.Group>> sections = sections(define);
    sections.getOrDefault(":requirements", List.of()).forEach(this::requirements);
    types(sections.getOrDefault(":types", List.of()));
    sections.getOrDefault(":constants", List.of()).forEach(g -> objects(g.tail(), words, terms));
    sections.getOrDefault(":predicates", List.of()).forEach(this::predicates);
    sections.getOrDefault(":functions", List.of()).forEach(this::functions);
    List<Sexp.Group> tasks = sections.getOrDefault(":task", List.of());
    List<Sexp.Group> primitive = sections.getOrDefault(":action", List.of());
    tasks.forEach(g -> signature("task", g, TASK, words.tasks));
    primitive.forEach(g -> signature("action", g, ACTION, words.actions));
    primitive.forEach(this::action);
    sections.getOrDefault(":method", List.of()).forEach(this::method);
    return domain(name(define));
  }

  private static String name(Sexp.Group define) {
    return define.items().size() > 1
            && define.items().get(1) instanceof Sexp.Group header
            && header.items().size() == 2
        ? header.items().get(1).toString()
        : "unnamed";
  }

  private Map<String, List<Sexp.Group>> sections(Sexp.Group define) {
    Map<String, List<Sexp.Group>> sections = new LinkedHashMap<>();
    for (Sexp item : define.items().subList(2, define.items().size())) {
      String head = item instanceof Sexp.Group group ? group.head() : "";
      if (item instanceof Sexp.Group group && SECTIONS.contains(head)) {
        sections.computeIfAbsent(head, k -> new ArrayList<>()).add(group);
      } else {
        words.findings.add(
            Diagnostic.error("HDDL-003", item.at(), item + " does not belong in a domain.")
                .expecting("one of " + String.join(", ", SECTIONS))
                .maybe(Suggestions.nearest(head, SECTIONS)));
      }
    }
    return sections;
  }

  private void requirements(Sexp.Group group) {
    for (Sexp item : group.tail()) {
      if (!REQUIREMENTS.contains(item.toString().toLowerCase(Locale.ROOT))) {
        words.findings.add(
            Diagnostic.warning("HDDL-006", item.at(), item + " is no known requirement.")
                .expecting("one of " + String.join(", ", REQUIREMENTS))
                .maybe(Suggestions.nearest(item.toString(), REQUIREMENTS)));
      }
    }
  }

  private void types(List<Sexp.Group> groups) {
    Map<String, SourceLocation> declared = new LinkedHashMap<>();
    for (Sexp.Group group : groups) {
      for (TypedList.Entry entry : TypedList.read(group.tail(), words.findings)) {
        new TypeEntry(entry, declared).declare(words);
      }
    }
    TypeEntry.close(words, declared);
  }

  /** Constants of a domain and objects of a problem. */
  static void objects(List<Sexp> items, Vocabulary words, Terms terms) {
    for (TypedList.Entry entry : TypedList.read(items, words.findings)) {
      List<String> types = terms.types(entry);
      String name = entry.name().text();
      if (types.size() > 1) {
        words.findings.add(
            Diagnostic.error(
                    "HDDL-018", entry.name().at(), "\"" + name + "\" has more than one type.")
                .expecting("one type; a type above several others can be declared"));
      } else if (!types.isEmpty()) {
        String known = words.objects.putIfAbsent(name, types.getFirst());
        if (known != null && !known.equals(types.getFirst())) {
          words.findings.error(
              "HDDL-004", entry.name().at(), "\"" + name + "\" is of type " + known + " already.");
        }
      }
    }
  }

  private void predicates(Sexp.Group group) {
    group.tail().forEach(item -> declare("predicate", item, words.predicates));
  }

  /** Functions may be followed by a dash and the type number. */
  private void functions(Sexp.Group group) {
    for (int i = 0; i < group.tail().size(); i++) {
      Sexp item = group.tail().get(i);
      if (item.is("-")) {
        i++;
      } else if (item instanceof Sexp.Group g && g.head().equals(Vocabulary.TOTAL_COST)) {
        words.hasCosts = true;
      } else {
        declare("function", item, words.functions);
      }
    }
  }

  private void declare(String kind, Sexp item, Map<String, List<String>> into) {
    if (!(item instanceof Sexp.Group group)
        || group.items().isEmpty()
        || !(group.items().getFirst() instanceof Sexp.Word name)) {
      words.findings.add(
          Diagnostic.error("HDDL-003", item.at(), item + " declares no " + kind + ".")
              .expecting("(" + kind + " ?argument - type …)"));
      return;
    }
    List<Parameter> parameters = terms.declare(group.tail(), new Scope()).parameters();
    if (once(kind, name)) {
      into.put(name.text(), parameters.stream().map(Parameter::type).toList());
      if (kind.equals("predicate")) {
        words.predicatePlaces.put(name.text(), name.at());
      }
    }
  }

  private boolean once(String kind, Sexp.Word name) {
    SourceLocation first = places.putIfAbsent(kind + " " + name.text(), name.at());
    if (first != null) {
      words.findings.error(
          "HDDL-004",
          name.at(),
          "The " + kind + " \"" + name + "\" is declared twice, first at " + first + ".");
    }
    return first == null;
  }

  private void signature(
      String kind, Sexp.Group group, Map<String, String> keys, Map<String, List<Parameter>> into) {
    Sexp.Word name = nameOf(kind, group);
    if (name == null) {
      return;
    }
    Section section = section(kind, name, group, keys);
    Terms.Variables variables =
        terms.declare(section.list(":parameters", words.findings), new Scope());
    // Tasks and actions share their names: a subtask must mean one thing.
    if (once("task or action", name)) {
      into.put(name.text(), variables.parameters());
      signatures.put(name.text(), variables);
      if (kind.equals("task")) {
        taskPlaces.put(name.text(), group.at());
        section.mustBeEmpty(":precondition", "task", words.findings);
        section.mustBeEmpty(":effect", "task", words.findings);
      }
    }
  }

  private Sexp.@Nullable Word nameOf(String kind, Sexp.Group group) {
    if (group.tail().isEmpty() || !(group.tail().getFirst() instanceof Sexp.Word name)) {
      words.findings.error("HDDL-003", group.at(), "This " + kind + " has no name.");
      return null;
    }
    return name;
  }

  private Section section(String kind, Sexp.Word name, Sexp.Group group, Map<String, String> keys) {
    List<Sexp> items = group.tail().subList(1, group.tail().size());
    return new Section(name.at(), kind + " \"" + name + "\"", items, keys, words.findings);
  }

  private void action(Sexp.Group group) {
    Sexp.Word name = nameOf("action", group);
    Terms.Variables variables = name == null ? null : signatures.get(name.text());
    if (name == null || variables == null || actions.containsKey(name.text())) {
      return;
    }
    // Its keywords were complained about with its signature.
    Section section =
        new Section(
            name.at(), "", group.tail().subList(1, group.tail().size()), ACTION, new Findings());
    Scope scope = new Scope();
    variables.parameters().forEach(p -> scope.bind("?" + p.name(), p.name(), p.type()));
    Formula precondition = conditions.read(section.get(":precondition"), scope);
    List<Effect> changes = effects.read(section.get(":effect"), scope);
    actions.put(
        name.text(),
        new Action(
            name.text(),
            null,
            variables.parameters(),
            Conjunction.whole(Conjunction.of(variables.demands(), List.of(precondition))),
            changes,
            cost(effects.cost()),
            Duration.ZERO,
            null,
            null,
            null,
            group.at()));
  }

  private Expression cost(@Nullable Expression said) {
    if (said != null) {
      return said;
    }
    return words.hasCosts ? Expression.ZERO : new Expression.Literal(BigDecimal.ONE);
  }

  private void method(Sexp.Group group) {
    Sexp.Word name = nameOf("method", group);
    if (name == null) {
      return;
    }
    Section section = section("method", name, group, MethodReader.KEYS);
    MethodReader.Result result = methods.read(name, section, group.at(), signatures);
    if (result != null && once("method of " + result.task(), name)) {
      methodsOf.computeIfAbsent(result.task(), k -> new ArrayList<>()).add(result.method());
    }
  }

  private Domain domain(String name) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    words.tasks.forEach(
        (task, parameters) -> {
          SourceLocation place = taskPlaces.getOrDefault(task, new SourceLocation("", 1, 1));
          List<Method> own = methodsOf.getOrDefault(task, List.of());
          tasks.put(task, new Task(task, null, parameters, List.of(), Map.of(), own, place));
        });
    return new Domain(
        name, words.types(), words.objects, words.predicates, words.functions, tasks, actions);
  }
}
