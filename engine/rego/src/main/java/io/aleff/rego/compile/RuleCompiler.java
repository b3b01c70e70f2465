package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.eval.CompiledRule;
import io.aleff.rego.eval.Condition;
import io.aleff.rego.eval.Emit;
import io.aleff.rego.eval.Expr;
import io.aleff.rego.eval.Node;
import io.aleff.rego.eval.Pattern;
import io.aleff.rego.eval.RuleTree;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles single rules. */
final class RuleCompiler {

  private final RuleTree tree;
  private final Symbols.View names;
  private final String path;
  private final Lowering.Metadata metadata;
  private final List<Diagnostic> errors;
  private final Found found;

  /**
   * What the other checks need of each branch.
   *
   * @param mentions what it mentions, for the check of recursion
   * @param typed its parts, for the type checker
   */
  record Found(List<Value> place, List<Mentions> mentions, List<TypedRule> typed) {

    static Found nothing() {
      return new Found(List.of(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * @param found receives what each branch mentions
   */
  RuleCompiler(
      RuleTree tree,
      String path,
      Symbols.View names,
      Lowering.Metadata metadata,
      List<Diagnostic> errors,
      Found found) {
    this.tree = tree;
    this.path = path;
    this.names = names;
    this.metadata = metadata;
    this.errors = errors;
    this.found = found;
  }

  /**
   * @param keys the part of the head that is no place in the tree
   */
  CompiledRule compile(Rule rule, List<Term> keys) {
    return compile(rule, keys, false, false);
  }

  /** The variant that finds the entry of one key, which it gets in slot 0. */
  CompiledRule keyed(Rule rule, List<Term> keys) {
    return compile(rule, keys, true, false);
  }

  /**
   * @param otherwise whether the rule is an {@code else}
   */
  private CompiledRule compile(Rule rule, List<Term> keys, boolean keyed, boolean otherwise) {
    int before = errors.size();
    Lowering lowering = new Lowering(names, errors, metadata);
    List<Diagnostic> unsafe = new ArrayList<>();
    Generator generator = new Generator(tree, unsafe, names, lowering.origins());
    BitSet bound = new BitSet();
    Ir.Slot given = keyed ? lowering.temp(rule.location()) : null;
    if (given != null) {
      bound.set(given.index());
    }
    Scope scope = new Scope(null);
    List<Ir.Stmt> body = new ArrayList<>();
    List<Ir.Term> paramTerms = params(rule, lowering, scope, body);
    List<Pattern> params = paramTerms.stream().map(p -> generator.pattern(p, bound)).toList();
    Term headTerm = rule.member() == null ? rule.value() : rule.member();
    List<Term> heads = new ArrayList<>(keys);
    heads.add(headTerm);
    Scope inner = new Scope(scope);
    body.addAll(lowering.body(rule.body(), heads, inner));
    List<Ir.Term> keyTerms = lowering.nestedAll(keys, inner, body);
    Ir.Term head = lowering.nested(headTerm, inner, body);
    if (given != null) {
      Ir.Term first = keyTerms.isEmpty() ? head : keyTerms.getFirst();
      List<Ir.Stmt> lookup = new ArrayList<>();
      lowering.bodies().unify(first, given, rule.location(), lookup);
      body.addAll(0, lookup);
    }
    boolean indexed = rule.orElse() == null && !names.symbols().traced();
    List<Condition> conditions = indexed ? Conditions.of(paramTerms, body) : List.of();
    Mentions mentioned = Mentions.of(body);
    found.mentions.add(mentioned);
    found.mentions.add(Mentions.of(head));
    BitSet parameters = (BitSet) bound.clone();
    Node chain = generator.chain(body, bound, new Emit(0));
    List<Expr> keyExprs = keyTerms.stream().map(k -> checked(k, generator, bound, unsafe)).toList();
    Expr headExpr = checked(head, generator, bound, unsafe);
    if (names.symbols().strict()) {
      List<Ir> all = new ArrayList<>(body);
      all.addAll(keyTerms);
      all.add(head);
      unused(lowering.assigned(), Mentions.of(all));
    }
    if (errors.size() == before) {
      errors.addAll(unsafe);
    }
    found.typed.add(
        new TypedRule(
            found.place,
            keyTerms,
            rule.args() == null ? null : paramTerms,
            body,
            parameters,
            head,
            rule.member() != null,
            metadata.schemas(otherwise),
            rule.location(),
            errors.size() > before));
    Rule next = rule.orElse();
    @Nullable CompiledRule orElse = next == null ? null : compile(next, keys, keyed, true);
    return new CompiledRule(
        path,
        chain,
        lowering.slots(),
        generator.sinks(),
        params,
        keyExprs,
        headExpr,
        rule.member() != null,
        head instanceof Ir.Const,
        conditions,
        orElse,
        rule.location());
  }

  private void unused(List<Ir.Slot> assigned, Mentions used) {
    for (Ir.Slot slot : assigned) {
      if (!used.again().get(slot.index())) {
        errors.add(
            Diagnostic.error(
                "rego_compile_error", slot.at(), "assigned var " + slot.name() + " unused"));
      }
    }
  }

  private static Expr checked(
      Ir.Term term, Generator generator, BitSet bound, List<Diagnostic> unsafe) {
    if (!Safety.ready(term, bound)) {
      Mentions.of(term)
          .names()
          .forEach(
              (index, slot) -> {
                if (!bound.get(index)) {
                  unsafe.add(
                      Diagnostic.error(
                          "rego_unsafe_var_error", slot.at(), "var " + slot.name() + " is unsafe"));
                }
              });
      return new Expr.Input();
    }
    return generator.expr(term, bound);
  }

  private static List<Ir.Term> params(
      Rule rule, Lowering lowering, Scope scope, List<Ir.Stmt> body) {
    List<Term> args = rule.args();
    if (args == null) {
      return List.of();
    }
    for (Term arg : args) {
      lowering.bodies().parameter(arg, scope);
    }
    List<Ir.Term> out = new ArrayList<>();
    for (Ir.Term param : lowering.nestedAll(args, scope, body)) {
      if (param instanceof Ir.Template || param instanceof Ir.Apply) {
        Ir.Slot given = lowering.temp(rule.location());
        body.add(new Ir.Eq(param, given, rule.location()));
        out.add(given);
      } else {
        out.add(param);
      }
    }
    return out;
  }
}
