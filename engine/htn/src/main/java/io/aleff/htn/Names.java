package io.aleff.htn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything the task networks declare, gathered before any expression is read. */
final class Names {

  final Map<String, String> parents = new LinkedHashMap<>();
  final Map<String, String> constants = new LinkedHashMap<>();
  final Map<String, List<String>> predicates = new LinkedHashMap<>();
  final Map<String, List<String>> functions = new LinkedHashMap<>();
  final Map<String, List<Parameter>> tasks = new LinkedHashMap<>();
  final Map<String, List<Parameter>> actions = new LinkedHashMap<>();

  static Names of(Domain domain) {
    Names names = new Names();
    names.parents.putAll(domain.types().parents());
    names.constants.putAll(domain.constants());
    names.predicates.putAll(domain.predicates());
    names.functions.putAll(domain.functions());
    domain.tasks().forEach((name, task) -> names.tasks.put(name, task.parameters()));
    domain.actions().forEach((name, action) -> names.actions.put(name, action.parameters()));
    return names;
  }

  Types types() {
    return new Types(parents);
  }

  List<String> typeNames() {
    List<String> all = new ArrayList<>(parents.keySet());
    all.addAll(Types.BUILT_IN);
    return all;
  }

  List<String> tasksAndActions() {
    List<String> all = new ArrayList<>(tasks.keySet());
    all.addAll(actions.keySet());
    return all;
  }

  List<String> factsAndFunctions() {
    List<String> all = new ArrayList<>(predicates.keySet());
    all.addAll(functions.keySet());
    return all;
  }
}
