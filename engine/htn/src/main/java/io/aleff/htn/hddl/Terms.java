package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import io.aleff.htn.Term;
import io.aleff.htn.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads terms, lists of variables, and lists of arguments. */
final class Terms {

  /**
   * Declared variables.
   *
   * @param demands what the model says as conditions: {@code either} types
   */
  record Variables(List<Parameter> parameters, List<Formula> demands) {}

  private final Vocabulary words;

  Terms(Vocabulary words) {
    this.words = words;
  }

  /** Null after a finding. */
  @Nullable Term read(Sexp item, Scope scope) {
    if (!(item instanceof Sexp.Word word)) {
      words.findings.add(
          Diagnostic.error("HDDL-011", item.at(), item + " is no argument.")
              .expecting("a variable or an object"));
      return null;
    }
    if (!word.text().startsWith("?")) {
      String object = words.resolve("object", word, words.objects.keySet());
      return object == null ? null : new Term.Constant(object);
    }
    Scope.Meaning meaning = scope.of(word.text());
    if (meaning == null) {
      words.findings.unknown("HDDL-012", word.at(), "variable", word.text(), scope.variables());
      return null;
    }
    return meaning.term();
  }

  /** The type of a term in the given scope. */
  String typeOf(Sexp item, Scope scope) {
    String text = item.toString();
    Scope.Meaning meaning = scope.of(text);
    return meaning != null ? meaning.type() : words.objects.getOrDefault(text, Types.OBJECT);
  }

  /** Null after a finding; the number of arguments must be that of the declaration. */
  @Nullable List<Term> arguments(Sexp.Group group, String name, int wanted, Scope scope) {
    List<Term> terms = new ArrayList<>();
    for (Sexp item : group.tail()) {
      Term term = read(item, scope);
      if (term != null) {
        terms.add(term);
      }
    }
    int given = group.tail().size();
    if (given != wanted) {
      words.findings.add(
          Diagnostic.error(
                  "HDDL-013", group.at(), "\"" + name + "\" is given " + count(given) + ".")
              .expecting(count(wanted)));
      return null;
    }
    return terms.size() == given ? terms : null;
  }

  private static String count(int arguments) {
    return arguments == 1 ? "1 argument" : arguments + " arguments";
  }

  /** Declares variables in a scope. */
  Variables declare(List<Sexp> items, Scope scope) {
    List<Parameter> parameters = new ArrayList<>();
    List<Formula> demands = new ArrayList<>();
    for (TypedList.Entry entry : TypedList.read(items, words.findings)) {
      Sexp.Word name = entry.name();
      if (!name.text().startsWith("?")) {
        words.findings.add(
            Diagnostic.error("HDDL-005", name.at(), "\"" + name + "\" is no variable.")
                .expecting("a name that begins with ?")
                .maybe("?" + name));
        continue;
      }
      List<String> types = types(entry);
      if (!types.isEmpty()) {
        Parameter parameter = scope.declare(name.text(), words.above(types));
        parameters.add(parameter);
        either(parameter, types, demands);
      }
    }
    return new Variables(parameters, demands);
  }

  /** The types of an entry; empty after a finding. */
  List<String> types(TypedList.Entry entry) {
    if (entry.types().isEmpty()) {
      return List.of(Types.OBJECT);
    }
    List<String> types = new ArrayList<>();
    for (Sexp.Word word : entry.types()) {
      String type = words.type(word);
      if (type == null) {
        return List.of();
      }
      types.add(type);
    }
    return types;
  }

  private static void either(Parameter parameter, List<String> types, List<Formula> demands) {
    if (types.size() > 1) {
      Term variable = new Term.Variable(parameter.name());
      demands.add(
          new Formula.Or(
              types.stream().map(type -> (Formula) new Formula.IsA(variable, type)).toList()));
    }
  }
}
