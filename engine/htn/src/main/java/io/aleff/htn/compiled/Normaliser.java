package io.aleff.htn.compiled;

import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import io.aleff.htn.Types;
import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits a formula into conjunctions. Universal quantifiers are expanded over their objects;
 * existential ones become further variables.
 */
final class Normaliser {

  private static final int MOST_DISJUNCTS = 4_096;
  private static final int MOST_LITERALS = 400_000;

  private final Symbols symbols;
  private final List<BitSet> domains;

  /**
   * @param domains of the variables so far; existential variables are appended
   */
  Normaliser(Symbols symbols, List<BitSet> domains) {
    this.symbols = symbols;
    this.domains = domains;
  }

  List<Conjunction> split(Formula formula, Map<String, Integer> scope) throws Unsupported {
    return split(formula, true, scope);
  }

  private List<Conjunction> split(Formula formula, boolean wanted, Map<String, Integer> scope)
      throws Unsupported {
    return switch (formula) {
      case Formula.Atom atom -> literal(atom, wanted, scope);
      case Formula.Not not -> split(not.formula(), !wanted, scope);
      case Formula.And and -> join(and.parts(), wanted, wanted, scope);
      case Formula.Or or -> join(or.parts(), wanted, !wanted, scope);
      case Formula.Imply imply ->
          split(
              new Formula.Or(List.of(new Formula.Not(imply.premise()), imply.conclusion())),
              wanted,
              scope);
      case Formula.ForAll all -> quantified(all.variables(), all.body(), wanted, wanted, scope);
      case Formula.Exists some -> quantified(some.variables(), some.body(), wanted, !wanted, scope);
      case Formula.Equal equal -> equality(equal, wanted, scope);
      case Formula.IsA isA -> membership(isA, wanted, scope);
      case Formula.Comparison comparison ->
          throw new Unsupported("numeric condition \"" + comparison + "\"");
    };
  }

  private List<Conjunction> literal(Formula.Atom atom, boolean wanted, Map<String, Integer> scope)
      throws Unsupported {
    Atom compiled =
        new Atom(symbols.predicate(atom.predicate()), symbols.terms(atom.arguments(), scope));
    return List.of(
        wanted
            ? new Conjunction(List.of(compiled), List.of(), List.of())
            : new Conjunction(List.of(), List.of(compiled), List.of()));
  }

  private List<Conjunction> equality(
      Formula.Equal equal, boolean wanted, Map<String, Integer> scope) throws Unsupported {
    int left = symbols.term(equal.left(), scope);
    int right = symbols.term(equal.right(), scope);
    if (left == right || (left < 0 && right < 0)) {
      return (left == right) == wanted ? List.of(Conjunction.TRUE) : List.of();
    }
    return List.of(new Conjunction(List.of(), List.of(), List.of(new Pair(left, right, wanted))));
  }

  private List<Conjunction> membership(Formula.IsA isA, boolean wanted, Map<String, Integer> scope)
      throws Unsupported {
    int term = symbols.term(isA.term(), scope);
    BitSet objects = symbols.objectsOf(isA.type());
    if (term < 0) {
      return objects.get(~term) == wanted ? List.of(Conjunction.TRUE) : List.of();
    }
    BitSet accepted = objects;
    if (!wanted) {
      accepted = (BitSet) symbols.objectsOf(Types.OBJECT).clone();
      accepted.andNot(objects);
    }
    return List.of(
        new Conjunction(
            List.of(), List.of(), List.of(), List.of(new Conjunction.Member(term, accepted))));
  }

  private List<Conjunction> join(
      List<Formula> parts, boolean wanted, boolean all, Map<String, Integer> scope)
      throws Unsupported {
    List<Conjunction> sofar = all ? List.of(Conjunction.TRUE) : List.of();
    for (Formula part : parts) {
      List<Conjunction> next = split(part, wanted, scope);
      sofar = all ? product(sofar, next) : sum(sofar, next);
    }
    return sofar;
  }

  private static List<Conjunction> sum(List<Conjunction> left, List<Conjunction> right)
      throws Unsupported {
    List<Conjunction> both = new ArrayList<>(left);
    both.addAll(right);
    return checked(both);
  }

  private static List<Conjunction> product(List<Conjunction> left, List<Conjunction> right)
      throws Unsupported {
    if ((long) left.size() * right.size() > MOST_DISJUNCTS) {
      throw new Unsupported("a condition with more than " + MOST_DISJUNCTS + " alternatives");
    }
    List<Conjunction> all = new ArrayList<>(left.size() * right.size());
    for (Conjunction l : left) {
      for (Conjunction r : right) {
        all.add(l.and(r));
      }
    }
    return checked(all);
  }

  private static List<Conjunction> checked(List<Conjunction> disjuncts) throws Unsupported {
    if (disjuncts.size() > MOST_DISJUNCTS) {
      throw new Unsupported("a condition with more than " + MOST_DISJUNCTS + " alternatives");
    }
    if (disjuncts.stream().mapToLong(Conjunction::size).sum() > MOST_LITERALS) {
      throw new Unsupported("a condition with more than " + MOST_LITERALS + " literals");
    }
    return disjuncts;
  }

  private List<Conjunction> quantified(
      List<Parameter> variables,
      Formula body,
      boolean wanted,
      boolean all,
      Map<String, Integer> scope)
      throws Unsupported {
    if (variables.isEmpty()) {
      return split(body, wanted, scope);
    }
    Parameter first = variables.getFirst();
    List<Parameter> rest = variables.subList(1, variables.size());
    BitSet objects = symbols.objectsOf(first.type());
    Map<String, Integer> inner = new HashMap<>(scope);
    if (!all) {
      inner.put(first.name(), domains.size());
      domains.add(objects);
      return objects.isEmpty() ? List.of() : quantified(rest, body, wanted, false, inner);
    }
    List<Conjunction> parts = new ArrayList<>();
    List<Conjunction> sofar = List.of(Conjunction.TRUE);
    for (int o = objects.nextSetBit(0); o >= 0; o = objects.nextSetBit(o + 1)) {
      inner.put(first.name(), ~o);
      List<Conjunction> one = quantified(rest, body, wanted, true, inner);
      if (one.size() == 1) {
        parts.addAll(one);
      } else {
        sofar = product(sofar, one);
      }
      if (parts.size() > MOST_LITERALS) {
        throw new Unsupported("a condition with more than " + MOST_LITERALS + " literals");
      }
    }
    return product(sofar, List.of(merged(parts)));
  }

  private static Conjunction merged(List<Conjunction> parts) {
    return new Conjunction(
        parts.stream().flatMap(c -> c.positive().stream()).distinct().toList(),
        parts.stream().flatMap(c -> c.negative().stream()).distinct().toList(),
        parts.stream().flatMap(c -> c.pairs().stream()).distinct().toList(),
        parts.stream().flatMap(c -> c.members().stream()).distinct().toList());
  }
}
