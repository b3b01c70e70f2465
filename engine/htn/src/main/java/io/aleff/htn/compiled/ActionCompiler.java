package io.aleff.htn.compiled;

import io.aleff.htn.Effect;
import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Query;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles an action. One whose precondition has several disjuncts, or existential variables,
 * becomes a compound task with a hidden primitive task for each disjunct.
 */
final class ActionCompiler {

  private final Symbols symbols;
  private final List<TaskSchema> tasks;

  ActionCompiler(Symbols symbols, List<TaskSchema> tasks) {
    this.symbols = symbols;
    this.tasks = tasks;
  }

  void compile(
      int number, List<Parameter> parameters, Formula precondition, List<Effect> effects, long cost)
      throws Unsupported {
    TaskSchema declared = tasks.get(number);
    Map<String, Integer> scope = new HashMap<>();
    parameters.forEach(p -> scope.put(p.name(), scope.size()));
    List<BitSet> domains = new ArrayList<>(declared.domains());
    List<TaskSchema> variants = new ArrayList<>();
    for (Conjunction disjunct : new Normaliser(symbols, domains).split(precondition, scope)) {
      MethodShape shape =
          new MethodShape(parameters.size(), domains, disjunct, List.of(), List.of());
      if (shape.isPossible()) {
        Query query = shape.query();
        List<EffectSchema> all = effects(effects, query.domains(), scope);
        int width = query.variables();
        ActionSchema action =
            new ActionSchema(
                query,
                parameters.size(),
                all.stream().filter(e -> e.isSimple(width)).toList(),
                all.stream().filter(e -> !e.isSimple(width)).toList(),
                cost);
        variants.add(new TaskSchema(declared.name(), query.domains(), true, action, List.of()));
      }
    }
    if (variants.size() == 1 && variants.getFirst().domains().size() == parameters.size()) {
      tasks.set(
          number,
          new TaskSchema(
              declared.name(),
              declared.domains(),
              declared.hidden(),
              variants.getFirst().action(),
              List.of()));
    } else {
      split(number, declared, variants);
    }
  }

  private void split(int number, TaskSchema declared, List<TaskSchema> variants)
      throws Unsupported {
    List<MethodSchema> methods = new ArrayList<>();
    for (TaskSchema variant : variants) {
      int task = tasks.size();
      Symbols.narrow(declared.name(), variant.domains().size());
      tasks.add(variant);
      Query free = new Query(variant.domains(), List.of(), List.of(), List.of());
      List<Integer> arguments = new ArrayList<>();
      for (int v = 0; v < variant.domains().size(); v++) {
        arguments.add(v);
      }
      methods.add(
          new MethodSchema(
              declared.name(),
              number,
              free,
              free,
              List.of(new Call(task, arguments, 0)),
              List.of(new BitSet()),
              0));
    }
    tasks.set(number, new TaskSchema(declared.name(), declared.domains(), true, null, methods));
  }

  private List<EffectSchema> effects(
      List<Effect> effects, List<BitSet> domains, Map<String, Integer> scope) throws Unsupported {
    List<EffectSchema> all = new ArrayList<>();
    for (Effect effect : effects) {
      add(effect, new ArrayList<>(domains), scope, List.of(Conjunction.TRUE), all);
    }
    return all;
  }

  private void add(
      Effect effect,
      List<BitSet> domains,
      Map<String, Integer> scope,
      List<Conjunction> when,
      List<EffectSchema> to)
      throws Unsupported {
    switch (effect) {
      case Effect.Add add -> add(add.atom(), true, domains, scope, when, to);
      case Effect.Delete delete -> add(delete.atom(), false, domains, scope, when, to);
      case Effect.Conditional conditional -> {
        List<Conjunction> more =
            new Normaliser(symbols, domains).split(conditional.condition(), scope);
        if (more.stream().anyMatch(c -> !c.members().isEmpty())) {
          throw new Unsupported("a type as the condition of an effect");
        }
        List<Conjunction> both = new ArrayList<>();
        when.forEach(l -> more.forEach(r -> both.add(l.and(r))));
        for (Effect inner : conditional.effects()) {
          add(inner, new ArrayList<>(domains), scope, both, to);
        }
      }
      case Effect.ForAll all -> {
        Map<String, Integer> inner = new HashMap<>(scope);
        for (Parameter variable : all.variables()) {
          inner.put(variable.name(), domains.size());
          domains.add(symbols.objectsOf(variable.type()));
        }
        for (Effect one : all.effects()) {
          add(one, new ArrayList<>(domains), inner, when, to);
        }
      }
      case Effect.Numeric numeric ->
          throw new Unsupported("numeric effect on \"" + numeric.fluent() + "\"");
    }
  }

  private void add(
      Formula.Atom atom,
      boolean adds,
      List<BitSet> domains,
      Map<String, Integer> scope,
      List<Conjunction> when,
      List<EffectSchema> to)
      throws Unsupported {
    Atom compiled =
        new Atom(symbols.predicate(atom.predicate()), symbols.terms(atom.arguments(), scope));
    for (Conjunction condition : when) {
      to.add(
          new EffectSchema(
              new Query(domains, condition.positive(), condition.negative(), condition.pairs()),
              compiled,
              adds));
    }
  }
}
