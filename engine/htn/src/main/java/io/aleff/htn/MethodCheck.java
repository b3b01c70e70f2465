package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a method's precondition held at a moment before its steps, in every order. */
final class MethodCheck {

  /**
   * Where a task stands.
   *
   * @param before steps that come before it
   * @param after steps that come after it
   * @param guard what its subtask demands, under the binding of the method above
   */
  record Place(BitSet before, BitSet after, Formula guard, Map<String, String> guardBinding) {}

  private final PlanRequest request;
  private final Plan plan;
  private final Universe universe;
  private final Timeline timeline;
  private final List<Finding> findings;
  private final BitSet finished = new BitSet();

  MethodCheck(
      PlanRequest request,
      Plan plan,
      Universe universe,
      Timeline timeline,
      List<Finding> findings) {
    this.request = request;
    this.plan = plan;
    this.universe = universe;
    this.timeline = timeline;
    this.findings = findings;
    for (int i = 0; i < plan.steps().size(); i++) {
      finished.set(i, request.finished().contains(plan.steps().get(i).id()));
    }
  }

  /** Checks what a subtask demands of its only step. */
  void guard(String step, BitSet own, Place place) {
    int number = own.nextSetBit(0);
    boolean free = place.guard().equals(Formula.TRUE) || own.intersects(finished);
    if (!free
        && new Plausibility(universe, timeline.before(number))
                .of(place.guard(), place.guardBinding())
            != Truth.YES) {
      findings.add(
          new Finding(
              "precondition",
              step,
              "its subtask's precondition need not hold: "
                  + Words.text(place.guard(), place.guardBinding())));
    }
  }

  /**
   * @param own the steps below the task
   * @return the steps that come before the moment at which the precondition holds
   */
  BitSet check(
      PlanNode.Task node, Method method, Map<String, String> binding, Place place, BitSet own) {
    BitSet before = timeline.downwards(place.before());
    Formula precondition = method.precondition();
    boolean free = precondition.equals(Formula.TRUE) && place.guard().equals(Formula.TRUE);
    if (free || own.intersects(finished)) {
      return before;
    }
    BitSet later = (BitSet) place.after().clone();
    later.or(own);
    Set<String> names = new LinkedHashSet<>(Mentions.in(precondition));
    names.addAll(Mentions.in(place.guard()));
    BitSet open = timeline.writersOf(names);
    BitSet upper = timeline.upwards(later);
    open.andNot(before);
    open.andNot(upper);
    List<Integer> movable = new ArrayList<>();
    open.stream().forEach(movable::add);
    for (int split = 0; split <= movable.size(); split++) {
      BitSet low = (BitSet) before.clone();
      BitSet high = (BitSet) later.clone();
      split(movable, split, low, high);
      Moment moment = timeline.between(timeline.downwards(low), timeline.upwards(high));
      if (holds(method, binding, place, moment)) {
        return timeline.downwards(low);
      }
    }
    findings.add(
        new Finding(
            "precondition",
            node.id(),
            "the precondition of its method need not hold: " + Words.text(precondition, binding)));
    return before;
  }

  /** Puts steps before or after the moment where the plan's order already allows no other way. */
  private void split(List<Integer> movable, int split, BitSet low, BitSet high) {
    for (int i = 0; i < split; i++) {
      int step = movable.get(i);
      if (high.stream().allMatch(h -> timeline.ancestors(h).get(step))) {
        low.set(step);
      }
    }
    for (int i = split; i < movable.size(); i++) {
      int step = movable.get(i);
      BitSet missing = timeline.downwards(low);
      missing.andNot(timeline.ancestors(step));
      if (missing.isEmpty()) {
        high.set(step);
      }
    }
  }

  private boolean holds(Method method, Map<String, String> binding, Place place, Moment moment) {
    Plausibility then = new Plausibility(universe, moment);
    if (then.of(place.guard(), place.guardBinding()) != Truth.YES) {
      return false;
    }
    List<Parameter> open =
        method.variables().stream().filter(v -> !binding.containsKey(v.name())).toList();
    for (Map<String, String> choice : choices(open, binding)) {
      if (then.of(method.precondition(), choice) == Truth.YES) {
        return true;
      }
    }
    return false;
  }

  /** Literals are looked for among the arguments of all facts there ever are. */
  private List<Map<String, String>> choices(List<Parameter> open, Map<String, String> binding) {
    List<Map<String, String>> choices = new ArrayList<>(List.of(binding));
    for (Parameter variable : open) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> choice : choices) {
        for (String value : values(variable.type())) {
          Map<String, String> extended = new LinkedHashMap<>(choice);
          extended.put(variable.name(), value);
          longer.add(extended);
        }
      }
      choices = longer;
    }
    return choices;
  }

  private Set<String> values(String type) {
    if (!Types.isLiteral(type)) {
      return new LinkedHashSet<>(universe.of(type));
    }
    Set<String> values = new LinkedHashSet<>();
    request.state().facts().forEach(fact -> values.addAll(fact.arguments()));
    plan.steps().forEach(s -> s.add().forEach(fact -> values.addAll(fact.arguments())));
    values.removeIf(value -> !universe.fits(value, type));
    return values;
  }
}
