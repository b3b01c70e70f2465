package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.htn.Domain;
import io.aleff.htn.Expression;
import io.aleff.htn.Fact;
import io.aleff.htn.Formula;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Subtask;
import io.aleff.htn.WorldState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a problem of a domain whose words are known. */
final class ProblemReader {

  private static final List<String> SECTIONS =
      List.of(":domain", ":objects", ":htn", ":init", ":goal", ":metric", ":requirements");
  private static final Map<String, String> NETWORK = keys();

  private final Vocabulary words;
  private final Terms terms;
  private final Numbers numbers;
  private final Conditions conditions;
  private final Set<Fact> facts = new LinkedHashSet<>();
  private final Map<Fact, BigDecimal> fluents = new LinkedHashMap<>();

  ProblemReader(Vocabulary words) {
    this.words = words;
    this.terms = new Terms(words);
    this.numbers = new Numbers(words, terms);
    this.conditions = new Conditions(words, terms, numbers);
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>(DomainReader.keys(":parameters"));
    keys.putAll(Networks.KEYS);
    return keys;
  }

  HtnProblem read(Sexp.Group define, @Nullable Domain domain) {
    Map<String, Sexp.Group> sections = sections(define);
    belongs(sections.get(":domain"), domain);
    Sexp.Group objects = sections.get(":objects");
    if (objects != null) {
      DomainReader.objects(objects.tail(), words, terms);
    }
    Sexp.Group init = sections.get(":init");
    if (init != null) {
      init.tail().forEach(this::initial);
    }
    Method network = network(sections.get(":htn"), define.at());
    Sexp.Group goal = sections.get(":goal");
    Formula wanted =
        goal == null || goal.tail().isEmpty()
            ? Formula.TRUE
            : Conjunction.whole(List.of(conditions.read(goal.tail().getFirst(), new Scope())));
    WorldState state =
        new WorldState(
            Collections.unmodifiableMap(new LinkedHashMap<>(words.objects)),
            Collections.unmodifiableSet(facts),
            Collections.unmodifiableMap(fluents));
    return new HtnProblem(name(define), state, network, wanted);
  }

  private static String name(Sexp.Group define) {
    return define.items().get(1) instanceof Sexp.Group header && header.items().size() == 2
        ? header.items().get(1).toString()
        : "unnamed";
  }

  private Map<String, Sexp.Group> sections(Sexp.Group define) {
    Map<String, Sexp.Group> sections = new LinkedHashMap<>();
    for (Sexp item : define.items().subList(2, define.items().size())) {
      String head = item instanceof Sexp.Group group ? group.head() : "";
      if (!(item instanceof Sexp.Group group) || !SECTIONS.contains(head)) {
        words.findings.add(
            Diagnostic.error("HDDL-003", item.at(), item + " does not belong in a problem.")
                .expecting("one of " + String.join(", ", SECTIONS))
                .maybe(Suggestions.nearest(head, SECTIONS)));
      } else if (sections.putIfAbsent(head, group) != null) {
        words.findings.error("HDDL-004", group.at(), head + " is there twice.");
      }
    }
    return sections;
  }

  private void belongs(Sexp.@Nullable Group section, @Nullable Domain domain) {
    if (section != null && section.tail().size() == 1 && domain != null) {
      Sexp name = section.tail().getFirst();
      if (!name.is(domain.name())) {
        words.findings.add(
            Diagnostic.warning("HDDL-030", name.at(), "The domain is not \"" + name + "\".")
                .maybe(domain.name()));
      }
    }
  }

  private void initial(Sexp item) {
    if (!(item instanceof Sexp.Group group)
        || group.items().isEmpty()
        || !(group.items().getFirst() instanceof Sexp.Word name)) {
      words.findings.add(
          Diagnostic.error("HDDL-031", item.at(), item + " is no fact.")
              .expecting("(predicate object …) or (= (function object …) number)"));
    } else if (name.is("=")) {
      number(group);
    } else if (!name.is("not")) {
      Formula.Atom atom = conditions.fact(group, name, new Scope());
      if (atom != null) {
        Fact fact = atom.under(Map.of());
        check(group, fact, words.predicates.getOrDefault(atom.predicate(), List.of()));
        facts.add(fact);
      }
    }
  }

  /** A fact about an object of another type can never be asked for. */
  private void check(Sexp.Group group, Fact fact, List<String> types) {
    for (int i = 0; i < fact.arguments().size(); i++) {
      String object = fact.arguments().get(i);
      String type = words.objects.getOrDefault(object, types.get(i));
      if (!words.types().isA(type, types.get(i))) {
        words.findings.add(
            Diagnostic.warning(
                    "HDDL-032",
                    group.tail().get(i).at(),
                    "\"" + object + "\" is of type " + type + ".")
                .expecting("an object of type " + types.get(i)));
      }
    }
  }

  private void number(Sexp.Group group) {
    BigDecimal value = group.tail().size() == 2 ? Numbers.literal(group.tail().get(1)) : null;
    if (value == null) {
      words.findings.add(
          Diagnostic.error("HDDL-031", group.at(), group + " is no number.")
              .expecting("(= (function object …) number)"));
      return;
    }
    Sexp target = group.tail().getFirst();
    if (target instanceof Sexp.Group fluent && fluent.head().equals(Vocabulary.TOTAL_COST)) {
      return;
    }
    Expression.Fluent fluent = numbers.fluent(target, new Scope());
    if (fluent != null) {
      List<String> arguments = fluent.arguments().stream().map(t -> t.under(Map.of())).toList();
      fluents.put(new Fact(fluent.function(), arguments), value);
    }
  }

  private Method network(Sexp.@Nullable Group group, SourceLocation define) {
    if (group == null) {
      words.findings.add(
          Diagnostic.error("HDDL-033", define, "The problem has no initial task network.")
              .expecting("(:htn :ordered-subtasks (and …))"));
      return method(List.of(), Formula.TRUE, List.of(), define);
    }
    Section section =
        new Section(group.at(), "the task network", group.tail(), NETWORK, words.findings);
    Scope scope = new Scope();
    Terms.Variables variables = terms.declare(section.list(":parameters", words.findings), scope);
    Networks.Network network = new Networks(words, terms, conditions).read(section, scope);
    List<Formula> parts =
        new ArrayList<>(
            Conjunction.of(variables.demands(), network.demands(), List.of(network.constraints())));
    return method(variables.parameters(), Conjunction.whole(parts), network.subtasks(), group.at());
  }

  private static Method method(
      List<Parameter> variables, Formula precondition, List<Subtask> subtasks, SourceLocation at) {
    return new Method("initial", variables, precondition, Expression.ZERO, null, subtasks, at);
  }
}
