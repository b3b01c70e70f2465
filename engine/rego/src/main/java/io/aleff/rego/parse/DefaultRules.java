package io.aleff.rego.parse;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Walk;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a default rule may say: a constant, for parameters that are different plain names. */
final class DefaultRules {

  private final SourceLocation at;

  private DefaultRules(SourceLocation at) {
    this.at = at;
  }

  static void check(SourceLocation at, @Nullable List<Term> args, @Nullable Term value) {
    DefaultRules check = new DefaultRules(at);
    check.args(args == null ? List.of() : args);
    new Walk(literal -> {}, check::value, term -> term instanceof Term.Comprehension).term(value);
  }

  private SyntaxError illegal(String what) {
    return new SyntaxError(
        Diagnostic.error("rego_parse_error", at, "illegal default rule (" + what + ")"));
  }

  private void args(List<Term> args) {
    Set<String> names = new HashSet<>();
    for (Term arg : args) {
      if (!(arg instanceof Term.Var v)) {
        throw illegal("arguments cannot contain " + kind(arg));
      }
      if (!v.name().equals("_") && !names.add(v.name())) {
        throw illegal("arguments cannot be repeated " + v.name());
      }
    }
  }

  private void value(Term term) {
    if (term instanceof Term.Ref || term instanceof Term.Var || term instanceof Term.Call) {
      throw illegal("value cannot contain " + kind(term));
    }
  }

  private static String kind(Term term) {
    return switch (term) {
      case Term.Scalar s -> s.value().typeName();
      case Term.Var v -> "var";
      case Term.Ref r -> "ref";
      case Term.Call c -> "call";
      case Term.ArrayTerm a -> "array";
      case Term.SetTerm s -> "set";
      case Term.ObjectTerm o -> "object";
      case Term.Comprehension c -> "comprehension";
      case Term.Template t -> "templatestring";
      case Term.Logic l -> "logic";
    };
  }
}
