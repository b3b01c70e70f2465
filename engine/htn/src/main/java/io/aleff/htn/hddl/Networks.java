package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import io.aleff.htn.Subtask;
import io.aleff.htn.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads task networks: of methods and of the problem. */
final class Networks {

  /** Spellings of the parts of a task network. */
  static final Map<String, String> KEYS = keys();

  /**
   * A task network.
   *
   * @param demands the types that the subtasks ask of variables of wider types
   */
  record Network(List<Subtask> subtasks, List<Formula> demands, Formula constraints) {}

  private record Call(
      String id, SourceLocation at, String task, List<Term> arguments, List<Formula> demands) {}

  private final Vocabulary words;
  private final Terms terms;
  private final Conditions conditions;

  /** The ids that the network being read gives to its subtasks, also to those that are wrong. */
  private final Set<String> named = new LinkedHashSet<>();

  Networks(Vocabulary words, Terms terms, Conditions conditions) {
    this.words = words;
    this.terms = terms;
    this.conditions = conditions;
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(":subtasks", ":subtasks");
    keys.put(":tasks", ":subtasks");
    keys.put(":ordered-subtasks", ":ordered-subtasks");
    keys.put(":ordered-tasks", ":ordered-subtasks");
    keys.put(":ordering", ":ordering");
    keys.put(":order", ":ordering");
    keys.put(":constraints", ":constraints");
    return keys;
  }

  Network read(Section section, Scope scope) {
    boolean ordered = section.has(":ordered-subtasks");
    if (ordered && (section.has(":subtasks") || section.has(":ordering"))) {
      words.findings.add(
          Diagnostic.error("HDDL-021", section.at(), "The subtasks are in order already.")
              .expecting("either :ordered-subtasks, or :subtasks and :ordering"));
    }
    List<Call> calls = calls(section.get(ordered ? ":ordered-subtasks" : ":subtasks"), scope);
    Map<String, Set<String>> after = new LinkedHashMap<>();
    calls.forEach(call -> after.put(call.id(), new LinkedHashSet<>()));
    for (int i = 1; ordered && i < calls.size(); i++) {
      after.getOrDefault(calls.get(i).id(), Set.of()).add(calls.get(i - 1).id());
    }
    orders(section.get(":ordering"), after);
    acyclic(section, after);
    List<Subtask> subtasks = new ArrayList<>();
    List<Formula> demands = new ArrayList<>();
    for (Call call : calls) {
      subtasks.add(subtask(call, after));
      call.demands().stream().filter(d -> !demands.contains(d)).forEach(demands::add);
    }
    return new Network(subtasks, demands, conditions.read(section.get(":constraints"), scope));
  }

  private static Subtask subtask(Call call, Map<String, Set<String>> after) {
    return new Subtask(
        call.id(),
        call.task(),
        call.arguments(),
        Collections.unmodifiableSet(after.getOrDefault(call.id(), Set.of())),
        Formula.TRUE,
        Expression.ZERO,
        null);
  }

  private List<Call> calls(@Nullable Sexp item, Scope scope) {
    List<Sexp.Group> groups = groups(item, "subtasks, as in (and (id (task argument …)) …)");
    named.clear();
    for (Sexp.Group group : groups) {
      if (isNamed(group)) {
        named.add(group.items().getFirst().toString());
      }
    }
    Map<String, SourceLocation> places = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    int unnamed = 0;
    for (Sexp.Group group : groups) {
      Sexp.Group call = isNamed(group) ? (Sexp.Group) group.items().get(1) : group;
      String id = group.items().isEmpty() ? "" : group.items().getFirst().toString();
      if (!isNamed(group)) {
        do {
          id = "s" + ++unnamed;
        } while (named.contains(id));
      }
      SourceLocation first = places.putIfAbsent(id, group.at());
      if (first != null) {
        words.findings.error(
            "HDDL-004",
            group.at(),
            "The subtask \"" + id + "\" is there twice, first at " + first + ".");
      } else {
        call(id, call, scope, calls);
      }
    }
    return calls;
  }

  private static boolean isNamed(Sexp.Group group) {
    return group.items().size() == 2
        && group.items().get(0) instanceof Sexp.Word
        && group.items().get(1) instanceof Sexp.Group;
  }

  /** One group, or the groups behind {@code and}. */
  private List<Sexp.Group> groups(@Nullable Sexp item, String expected) {
    if (item == null || (item instanceof Sexp.Group group && group.items().isEmpty())) {
      return List.of();
    }
    List<Sexp> items =
        item instanceof Sexp.Group group && group.head().equals("and")
            ? group.tail()
            : List.of(item);
    List<Sexp.Group> groups = new ArrayList<>();
    for (Sexp part : items) {
      if (part instanceof Sexp.Group group) {
        groups.add(group);
      } else {
        words.findings.add(
            Diagnostic.error("HDDL-020", part.at(), "\"" + part + "\" cannot stand here.")
                .expecting(expected));
      }
    }
    return groups;
  }

  private void call(String id, Sexp.Group call, Scope scope, List<Call> into) {
    if (call.items().isEmpty() || !(call.items().getFirst() instanceof Sexp.Word name)) {
      words.findings.add(
          Diagnostic.error("HDDL-020", call.at(), "This is no subtask.")
              .expecting("(task argument …)"));
      return;
    }
    String task = words.taskOrAction(name);
    if (task == null) {
      return;
    }
    List<Parameter> parameters = words.parameters(task);
    List<Term> arguments = terms.arguments(call, task, parameters.size(), scope);
    if (arguments == null) {
      return;
    }
    List<Formula> demands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      demand(call.tail().get(i), arguments.get(i), parameters.get(i).type(), scope, demands);
    }
    into.add(new Call(id, call.at(), task, arguments, demands));
  }

  /** A subtask's parameter may ask for a more special type than its argument has. */
  private void demand(Sexp item, Term term, String wanted, Scope scope, List<Formula> demands) {
    String type = terms.typeOf(item, scope);
    if (words.types().isA(type, wanted)) {
      return;
    }
    if (!words.types().isA(wanted, type)) {
      words.findings.add(
          Diagnostic.warning(
                  "HDDL-022",
                  item.at(),
                  "\"" + item + "\" is of type " + type + ": never possible.")
              .expecting("a value of type " + wanted));
    }
    demands.add(new Formula.IsA(term, wanted));
  }

  private void orders(@Nullable Sexp item, Map<String, Set<String>> after) {
    for (Sexp.Group group : groups(item, "orders, as in (and (< first second) …)")) {
      List<Sexp> parts = group.items();
      boolean infix = parts.size() == 3 && parts.get(1).is("<");
      if (parts.size() != 3 || (!infix && !parts.get(0).is("<"))) {
        words.findings.add(
            Diagnostic.error("HDDL-020", group.at(), group + " is no order.")
                .expecting("(< first second)"));
        continue;
      }
      Sexp first = parts.get(infix ? 0 : 1);
      Sexp second = parts.get(2);
      boolean known = isSubtask(first, after);
      if (isSubtask(second, after) && known) {
        after.getOrDefault(second.toString(), Set.of()).add(first.toString());
      }
    }
  }

  private boolean isSubtask(Sexp item, Map<String, Set<String>> after) {
    if (after.containsKey(item.toString())) {
      return true;
    }
    if (!named.contains(item.toString())) {
      words.findings.unknown("HDDL-023", item.at(), "subtask", item.toString(), after.keySet());
    }
    return false;
  }

  /** Takes away what waits for nothing until nothing is left, or only what waits for itself. */
  private void acyclic(Section section, Map<String, Set<String>> after) {
    Set<String> waiting = new LinkedHashSet<>(after.keySet());
    boolean moved = true;
    while (moved) {
      moved =
          waiting.removeIf(
              id -> after.getOrDefault(id, Set.of()).stream().noneMatch(waiting::contains));
    }
    if (waiting.isEmpty()) {
      return;
    }
    List<String> cycle = new ArrayList<>();
    String here = waiting.iterator().next();
    while (!cycle.contains(here)) {
      cycle.add(here);
      here =
          after.getOrDefault(here, Set.of()).stream()
              .filter(waiting::contains)
              .findFirst()
              .orElse(here);
    }
    cycle.add(here);
    List<String> inOrder = cycle.subList(cycle.indexOf(here), cycle.size()).reversed();
    Sexp ordering = section.get(":ordering");
    words.findings.error(
        "HDDL-024",
        ordering == null ? section.at() : ordering.at(),
        "The order of the subtasks is a circle: " + String.join(" < ", inOrder) + ".");
    waiting.forEach(id -> after.getOrDefault(id, Set.of()).clear());
  }
}
