package io.aleff.rego.compile;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Literals to statements: declarations, negation, {@code with}, {@code every}. */
final class BodyLowering {

  private static final Set<String> IRREPLACEABLE =
      Set.of("eq", "rego.metadata.chain", "rego.metadata.rule");

  private final Lowering terms;
  private int negations;

  BodyLowering(Lowering terms) {
    this.terms = terms;
  }

  /** A wildcard inside a negation can never be bound. */
  void wildcard(Term.Var v) {
    if (negations > 0) {
      terms.error("rego_unsafe_var_error", v.location(), "var _ is unsafe");
    }
  }

  int enterClosure() {
    int outer = negations;
    negations = 0;
    return outer;
  }

  void leaveClosure(int outer) {
    negations = outer;
  }

  /** Gives a slot to every name used directly in a body that nothing around it declares. */
  void open(List<Literal> written, List<Term> heads, Scope scope) {
    List<Literal> literals = NamedOperators.resolved(written, terms.names());
    Set<String> direct = new LinkedHashSet<>();
    Set<String> declared = new LinkedHashSet<>();
    DirectNames.of(literals, direct, declared, name -> terms.names().callee(name) != null);
    heads.forEach(head -> DirectNames.of(head, direct));
    direct.removeAll(declared);
    for (String name : direct) {
      if (!scope.knows(name) && terms.names().global(name) == null) {
        scope.add(name, terms.newSlot());
      }
    }
  }

  void lower(List<Literal> literals, Scope scope, List<Ir.Stmt> out) {
    for (Literal literal : NamedOperators.resolved(literals, terms.names())) {
      int first = out.size();
      lower(literal, scope, out);
      if (terms.names().symbols().traced()) {
        out.subList(first, out.size())
            .forEach(stmt -> terms.origins().putIfAbsent(stmt, literal.location()));
      }
    }
  }

  private void lower(Literal literal, Scope scope, List<Ir.Stmt> out) {
    if (literal.modifiers().isEmpty()) {
      negatable(literal, scope, out);
      return;
    }
    List<Ir.Replace> replacements = new ArrayList<>();
    for (Literal.With with : literal.modifiers()) {
      Ir.Replace replace = replace(with, scope, out);
      if (replace != null) {
        replacements.add(replace);
      }
    }
    List<Ir.Stmt> inner = new ArrayList<>();
    negatable(literal, scope, inner);
    out.add(new Ir.With(replacements, inner, literal.location()));
  }

  private void negatable(Literal literal, Scope scope, List<Ir.Stmt> out) {
    if (!literal.negated()) {
      expr(literal.expr(), scope, out);
      return;
    }
    int first = terms.slots();
    List<Ir.Stmt> inner = new ArrayList<>();
    negations++;
    defined(NegatedOperands.of(literal.expr()), literal.location(), scope, out);
    expr(literal.expr(), scope, inner);
    negations--;
    out.add(new Ir.Not(inner, first, literal.location()));
  }

  /** Holds when all terms are defined; binds nothing. */
  private void defined(List<Term> operands, SourceLocation at, Scope scope, List<Ir.Stmt> out) {
    if (operands.isEmpty()) {
      return;
    }
    int first = terms.slots();
    List<Ir.Stmt> inner = new ArrayList<>();
    for (Term operand : operands) {
      Ir.Term lowered = terms.nested(operand, scope, inner);
      inner.add(new Ir.Eq(terms.temp(at), lowered, at));
    }
    out.add(new Ir.Not(List.of(new Ir.Not(inner, first, at)), first, at));
  }

  private void expr(Expr expr, Scope scope, List<Ir.Stmt> out) {
    switch (expr) {
      case Expr.Is is -> {
        Ir.Print print = terms.print(is.term(), scope);
        if (print != null) {
          out.add(print);
          return;
        }
        terms.top(is.term());
        out.add(new Ir.Is(terms.term(is.term(), scope, out), is.location()));
      }
      case Expr.Unify unify -> {
        Ir.Term left = terms.term(unify.left(), scope, out);
        Ir.Term right = terms.term(unify.right(), scope, out);
        unify(left, right, unify.location(), out);
      }
      case Expr.Assign assign -> {
        Ir.Term right = terms.term(assign.right(), scope, out);
        declarePattern(assign.left(), scope, true);
        Ir.Term left = terms.term(assign.left(), scope, out);
        unify(left, right, assign.location(), out);
      }
      case Expr.SomeVars some -> {
        for (Term.Var v : some.vars()) {
          declare(v, scope, false);
          if (terms.term(v, scope, out) instanceof Ir.Slot slot) {
            out.add(new Ir.Declared(slot, v.location()));
          }
        }
      }
      case Expr.SomeIn some -> someIn(some, scope, out);
      case Expr.Every every -> every(every, scope, out);
    }
  }

  private void someIn(Expr.SomeIn some, Scope scope, List<Ir.Stmt> out) {
    Ir.Term domain = terms.nested(some.domain(), scope, out);
    if (some.key() != null) {
      declarePattern(some.key(), scope, false);
    }
    declarePattern(some.value(), scope, false);
    Ir.Term key =
        some.key() == null ? terms.temp(some.location()) : terms.nested(some.key(), scope, out);
    Ir.Term value = terms.nested(some.value(), scope, out);
    out.add(new Ir.Eq(value, new Ir.Path(domain, List.of(key), some.location()), some.location()));
  }

  private void every(Expr.Every every, Scope scope, List<Ir.Stmt> out) {
    Ir.Term domain = terms.nested(every.domain(), scope, out);
    int first = terms.slots();
    Scope inner = new Scope(scope);
    if (every.key() != null) {
      declarePattern(every.key(), inner, false);
    }
    declarePattern(every.value(), inner, false);
    int outer = enterClosure();
    List<Ir.Stmt> body = new ArrayList<>();
    Ir.Term key =
        every.key() == null ? terms.temp(every.location()) : terms.term(every.key(), inner, body);
    Ir.Term value = terms.term(every.value(), inner, body);
    Scope bodyScope = new Scope(inner);
    open(every.body(), List.of(), bodyScope);
    lower(every.body(), bodyScope, body);
    leaveClosure(outer);
    unused(List.of(key, value), body);
    out.add(new Ir.Every(domain, key, value, body, first, every.location()));
  }

  /** The named variables of patterns have to be used by a body. */
  private void unused(List<Ir.Term> patterns, List<Ir.Stmt> body) {
    Mentions used = Mentions.of(body);
    for (Ir.Slot slot : Mentions.of(patterns).names().values()) {
      if (!slot.name().equals("_") && !used.bits().get(slot.index())) {
        terms.error("rego_compile_error", slot.at(), "declared var " + slot.name() + " unused");
      }
    }
  }

  /** Experimental logic: each side a closure; the term is true when the statement holds. */
  Ir.Term logic(Term.Logic logic, Scope scope, List<Ir.Stmt> out) {
    if (logic.conjunction()) {
      lower(logic.left(), scope, out);
      lower(logic.right(), scope, out);
    } else {
      int first = terms.slots();
      List<Ir.Stmt> left = new ArrayList<>();
      List<Ir.Stmt> right = new ArrayList<>();
      lower(logic.left(), scope, left);
      lower(logic.right(), scope, right);
      out.add(new Ir.Either(left, right, first, logic.location()));
    }
    return new Ir.Const(BoolValue.TRUE);
  }

  /** Splits composites on both sides, so that each part can be ordered on its own. */
  void unify(Ir.Term left, Ir.Term right, SourceLocation at, List<Ir.Stmt> out) {
    List<Ir.Term> parts = left instanceof Ir.Items a ? items(right, a.items().size()) : null;
    if (left instanceof Ir.Items a && parts != null) {
      for (int i = 0; i < parts.size(); i++) {
        unify(a.items().get(i), parts.get(i), at, out);
      }
    } else if (right instanceof Ir.Items
        && !(left instanceof Ir.Items)
        && left instanceof Ir.Const) {
      unify(right, left, at, out);
    } else if (left instanceof Ir.Entries a
        && right instanceof Ir.Entries b
        && a.keys().equals(b.keys())) {
      for (int i = 0; i < a.keys().size(); i++) {
        unify(a.values().get(i), b.values().get(i), at, out);
      }
    } else if (iterates(left) && iterates(right)) {
      Ir.Slot slot = terms.temp(at);
      out.add(new Ir.Eq(slot, left, at));
      out.add(new Ir.Eq(slot, right, at));
    } else {
      out.add(new Ir.Eq(left, right, at));
    }
  }

  private static boolean iterates(Ir.Term term) {
    return term instanceof Ir.Path p && p.keys().stream().anyMatch(Lowering::hasSlots);
  }

  private static @Nullable List<Ir.Term> items(Ir.Term term, int size) {
    if (term instanceof Ir.Items items && items.items().size() == size) {
      return items.items();
    }
    if (term instanceof Ir.Const c
        && c.value() instanceof io.aleff.rego.value.ArrayValue array
        && array.size() == size) {
      List<Ir.Term> out = new ArrayList<>();
      array.elements().forEach(e -> out.add(new Ir.Const(e)));
      return out;
    }
    return null;
  }

  /** Declares every variable of a pattern. */
  private void declarePattern(Term pattern, Scope scope, boolean assigned) {
    switch (pattern) {
      case Term.Var v -> declare(v, scope, assigned);
      case Term.ArrayTerm a -> a.items().forEach(item -> declarePattern(item, scope, assigned));
      case Term.ObjectTerm o ->
          o.entries().forEach(e -> declarePattern(e.value(), scope, assigned));
      default -> {
        return;
      }
    }
  }

  /** Declares the variables of a parameter; the same name may be in several. */
  void parameter(Term pattern, Scope scope) {
    Set<String> declared = new LinkedHashSet<>();
    if (pattern instanceof Term.Template template) {
      DirectNames.interpolated(template, declared);
      declared.removeIf(name -> terms.names().global(name) != null);
    } else if (!(pattern instanceof Term.Ref)) {
      DirectNames.of(pattern, declared);
    }
    for (String name : declared) {
      if (!scope.knows(name)) {
        scope.parameter(name, terms.newSlot());
      }
    }
  }

  private void declare(Term.Var v, Scope scope, boolean assigned) {
    if (v.name().equals("_")) {
      return;
    }
    String wrong = scope.redeclared(v.name());
    if (wrong != null) {
      terms.error("rego_compile_error", v.location(), wrong);
    }
    int slot = terms.newSlot();
    scope.declare(v.name(), slot, assigned);
    if (assigned) {
      terms.assigned().add(new Ir.Slot(slot, v.name(), v.location()));
    }
  }

  private Ir.@Nullable Replace replace(Literal.With with, Scope scope, List<Ir.Stmt> out) {
    String name = DirectNames.dotted(with.target());
    List<String> global = name == null ? null : terms.names().global(first(name));
    Callee target = name == null ? null : terms.names().callee(name);
    String wrong = target instanceof Callee.Native n ? irreplaceable(n) : null;
    if (wrong != null) {
      terms.error(
          "rego_compile_error",
          with.location(),
          "with keyword replacing built-in function: " + wrong);
      return null;
    }
    if (target != null) {
      String valueName = DirectNames.dotted(with.value());
      Callee other =
          valueName == null || scope.knows(first(valueName))
              ? null
              : terms.names().callee(valueName);
      Ir.Term value = other == null ? terms.nested(with.value(), scope, out) : null;
      return new Ir.Replace(Ir.Replace.Target.FUNCTION, List.of(), target, value, other);
    }
    if (global == null) {
      terms.error(
          "rego_type_error",
          with.location(),
          "with keyword target must reference existing input, data, or a function");
      return null;
    }
    List<Value> path = path(with.target(), global);
    if (path == null) {
      terms.error(
          "rego_type_error", with.location(), "with keyword target must be a ground reference");
      return null;
    }
    return new Ir.Replace(
        global.getFirst().equals("input") ? Ir.Replace.Target.INPUT : Ir.Replace.Target.DATA,
        path,
        null,
        terms.nested(with.value(), scope, out),
        null);
  }

  /** Why a built-in cannot be replaced, or null when it can. */
  private static @Nullable String irreplaceable(Callee.Native target) {
    if (IRREPLACEABLE.contains(target.name())) {
      return "replacement of \"" + target.name() + "\" invalid";
    }
    if (target.name().startsWith("internal.")) {
      return "replacement of internal function \"" + target.name() + "\" invalid";
    }
    return target.builtin().relation() ? "target must not be a relation" : null;
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static @Nullable List<Value> path(Term target, List<String> global) {
    List<Value> path = new ArrayList<>();
    global.subList(1, global.size()).forEach(part -> path.add(StringValue.of(part)));
    if (target instanceof Term.Ref ref) {
      for (Term part : ref.path()) {
        if (!(part instanceof Term.Scalar s)) {
          return null;
        }
        path.add(s.value());
      }
    }
    return List.copyOf(path);
  }
}
