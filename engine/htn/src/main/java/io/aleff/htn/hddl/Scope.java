package io.aleff.htn.hddl;

import io.aleff.htn.Parameter;
import io.aleff.htn.Term;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that may be named at a place. The model's names may differ from those of the file:
 * a method's variables take the names of its task's parameters, and inner variables never hide
 * outer ones.
 */
final class Scope {

  /** What a variable of the file is in the model. */
  record Meaning(Term term, String type) {}

  private final Map<String, Meaning> meanings = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** A copy that can be extended without touching this one. */
  Scope inner() {
    Scope copy = new Scope();
    copy.meanings.putAll(meanings);
    copy.taken.addAll(taken);
    return copy;
  }

  /** Keeps a name of the model from being given to another variable. */
  void reserve(String name) {
    taken.add(name);
  }

  /** Declares a variable of the file and answers what it is called in the model. */
  Parameter declare(String variable, String type) {
    String plain = plain(variable);
    String name = plain;
    for (int i = 2; taken.contains(name); i++) {
      name = plain + "_" + i;
    }
    bind(variable, name, type);
    return new Parameter(name, type);
  }

  void bind(String variable, String name, String type) {
    taken.add(name);
    meanings.put(variable, new Meaning(new Term.Variable(name), type));
  }

  @Nullable Meaning of(String variable) {
    return meanings.get(variable);
  }

  List<String> variables() {
    return List.copyOf(meanings.keySet());
  }

  static String plain(String variable) {
    return variable.startsWith("?") ? variable.substring(1) : variable;
  }
}
