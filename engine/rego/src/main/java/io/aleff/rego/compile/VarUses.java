package io.aleff.rego.compile;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a rule says about names: how often each is written, which it declares, its calls. */
final class VarUses {

  private final Map<String, Integer> written = new HashMap<>();
  private final List<Term.Var> assigned = new ArrayList<>();
  private final List<Term.Call> calls = new ArrayList<>();

  static VarUses of(Rule rule) {
    VarUses out = new VarUses();
    out.rule(rule);
    return out;
  }

  int times(String name) {
    return written.getOrDefault(name, 0);
  }

  /** Left of {@code :=}. */
  List<Term.Var> assigned() {
    return assigned;
  }

  List<Term.Call> calls() {
    return calls;
  }

  private void rule(Rule rule) {
    rule.ref().forEach(this::term);
    terms(rule.args());
    for (Rule branch = rule; branch != null; branch = branch.orElse()) {
      term(branch.member());
      term(branch.value());
      body(branch.body());
    }
  }

  private void terms(@Nullable List<Term> terms) {
    if (terms != null) {
      terms.forEach(this::term);
    }
  }

  private void body(List<Literal> body) {
    for (Literal literal : body) {
      expr(literal.expr());
      for (Literal.With with : literal.modifiers()) {
        term(with.target());
        term(with.value());
      }
    }
  }

  private void expr(Expr expr) {
    switch (expr) {
      case Expr.Is is -> {
        if (is.term() instanceof Term.Call call
            && call.name().equals("assign")
            && call.args().size() == 2) {
          pattern(call.args().getFirst(), assigned);
        }
        term(is.term());
      }
      case Expr.Unify unify -> {
        term(unify.left());
        term(unify.right());
      }
      case Expr.Assign assign -> {
        pattern(assign.left(), assigned);
        term(assign.left());
        term(assign.right());
      }
      case Expr.SomeVars some -> {
        some.vars().forEach(this::term);
      }
      case Expr.SomeIn some -> {
        term(some.key());
        term(some.value());
        term(some.domain());
      }
      case Expr.Every every -> {
        term(every.key());
        term(every.value());
        term(every.domain());
        body(every.body());
      }
    }
  }

  private static void pattern(Term term, List<Term.Var> out) {
    switch (term) {
      case Term.Var v -> out.add(v);
      case Term.ArrayTerm a -> a.items().forEach(item -> pattern(item, out));
      case Term.ObjectTerm o -> o.entries().forEach(entry -> pattern(entry.value(), out));
      default -> {
        return;
      }
    }
  }

  private void term(@Nullable Term term) {
    switch (term) {
      case null -> {}
      case Term.Scalar s -> {}
      case Term.Var v -> written.merge(v.name(), 1, Integer::sum);
      case Term.Ref r -> {
        term(r.head());
        terms(r.path());
      }
      case Term.Call c -> {
        calls.add(c);
        int dot = c.name().indexOf('.');
        written.merge(dot < 0 ? c.name() : c.name().substring(0, dot), 1, Integer::sum);
        terms(c.args());
      }
      case Term.ArrayTerm a -> terms(a.items());
      case Term.SetTerm s -> terms(s.items());
      case Term.ObjectTerm o ->
          o.entries()
              .forEach(
                  entry -> {
                    term(entry.key());
                    term(entry.value());
                  });
      case Term.Comprehension c -> {
        term(c.key());
        term(c.head());
        body(c.body());
      }
      case Term.Template t -> terms(t.parts());
      case Term.Logic l -> {
        body(l.left());
        body(l.right());
      }
    }
  }
}
