package io.aleff.htn;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The predicates and functions that conditions and effects name. */
final class Mentions {

  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> written = new LinkedHashSet<>();

  private Mentions() {}

  static Set<String> in(Formula formula) {
    Mentions mentions = new Mentions();
    mentions.add(formula);
    return mentions.read;
  }

  static Set<String> read(List<Effect> effects) {
    Mentions mentions = new Mentions();
    effects.forEach(mentions::add);
    return mentions.read;
  }

  static Set<String> written(List<Effect> effects) {
    Mentions mentions = new Mentions();
    effects.forEach(mentions::add);
    return mentions.written;
  }

  private void add(Formula formula) {
    switch (formula) {
      case Formula.Atom atom -> read.add(atom.predicate());
      case Formula.Not not -> add(not.formula());
      case Formula.And and -> and.parts().forEach(this::add);
      case Formula.Or or -> or.parts().forEach(this::add);
      case Formula.Imply imply -> {
        add(imply.premise());
        add(imply.conclusion());
      }
      case Formula.ForAll all -> add(all.body());
      case Formula.Exists some -> add(some.body());
      case Formula.Equal ignored -> {}
      case Formula.IsA ignored -> {}
      case Formula.Comparison c -> {
        add(c.left());
        add(c.right());
      }
    }
  }

  private void add(Expression expression) {
    switch (expression) {
      case Expression.Fluent fluent -> read.add(fluent.function());
      case Expression.Arithmetic a -> {
        add(a.left());
        add(a.right());
      }
      case Expression.Literal ignored -> {}
      case Expression.Value ignored -> {}
    }
  }

  private void add(Effect effect) {
    switch (effect) {
      case Effect.Add add -> written.add(add.atom().predicate());
      case Effect.Delete delete -> written.add(delete.atom().predicate());
      case Effect.Conditional conditional -> {
        add(conditional.condition());
        conditional.effects().forEach(this::add);
      }
      case Effect.ForAll all -> all.effects().forEach(this::add);
      case Effect.Numeric numeric -> {
        add(numeric.value());
        written.add(numeric.fluent().function());
        if (numeric.change() != Effect.Change.ASSIGN) {
          read.add(numeric.fluent().function());
        }
      }
    }
  }
}
