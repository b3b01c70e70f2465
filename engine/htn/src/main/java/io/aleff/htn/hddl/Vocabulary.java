package io.aleff.htn.hddl;

import io.aleff.definition.SourceLocation;
import io.aleff.htn.Findings;
import io.aleff.htn.Parameter;
import io.aleff.htn.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a domain and a problem declare. Names keep their spelling; one that differs from a declared
 * name in its case only means that one, as in PDDL.
 */
final class Vocabulary {

  /** Costs of actions are written as changes of this function. */
  static final String TOTAL_COST = "total-cost";

  final Map<String, String> parents = new LinkedHashMap<>();
  final Map<String, String> objects = new LinkedHashMap<>();
  final Map<String, List<String>> predicates = new LinkedHashMap<>();
  final Map<String, SourceLocation> predicatePlaces = new LinkedHashMap<>();
  final Map<String, List<String>> functions = new LinkedHashMap<>();
  final Map<String, List<Parameter>> tasks = new LinkedHashMap<>();
  final Map<String, List<Parameter>> actions = new LinkedHashMap<>();
  final Findings findings;
  boolean hasCosts;
  private final Map<String, Map<String, String>> folded = new LinkedHashMap<>();
  private Types types = new Types(Map.of());

  Vocabulary(Findings findings) {
    this.findings = findings;
  }

  Types types() {
    return types;
  }

  /** All types are declared now. */
  void closeTypes() {
    types = new Types(parents);
  }

  /** The declared name that a word means; null after a finding. */
  @Nullable String resolve(String kind, Sexp.Word word, Collection<String> declared) {
    if (declared.contains(word.text())) {
      return word.text();
    }
    Map<String, String> byCase = folded.computeIfAbsent(kind, k -> new LinkedHashMap<>());
    if (byCase.size() != declared.size()) {
      byCase.clear();
      declared.forEach(name -> byCase.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    }
    String found = byCase.get(word.text().toLowerCase(Locale.ROOT));
    if (found == null) {
      findings.unknown("HDDL-010", word.at(), kind, word.text(), declared);
    }
    return found;
  }

  @Nullable String type(Sexp.Word word) {
    if (word.is(Types.OBJECT)) {
      return Types.OBJECT;
    }
    return resolve("type", new Sexp.Word(typeName(word.text()), word.at()), parents.keySet());
  }

  /** The names of the model's literal types mean something else there. */
  static String typeName(String name) {
    return Types.isLiteral(name) ? name + "-type" : name;
  }

  @Nullable String taskOrAction(Sexp.Word word) {
    if (tasks.containsKey(word.text()) || actions.containsKey(word.text())) {
      return word.text();
    }
    List<String> all = new ArrayList<>(tasks.keySet());
    all.addAll(actions.keySet());
    return resolve("task or action", word, all);
  }

  List<Parameter> parameters(String taskOrAction) {
    List<Parameter> parameters = tasks.get(taskOrAction);
    return parameters == null ? actions.getOrDefault(taskOrAction, List.of()) : parameters;
  }

  /** The most special type above all of these. */
  String above(List<String> some) {
    String here = some.getFirst();
    while (!covers(here, some)) {
      here = parents.getOrDefault(here, Types.OBJECT);
    }
    return here;
  }

  private boolean covers(String type, List<String> some) {
    return some.stream().allMatch(s -> types().isA(s, type));
  }
}
