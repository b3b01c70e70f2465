package io.aleff.htn.ground;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.JoinPlan;
import io.aleff.htn.relation.Query;
import io.aleff.htn.relation.Relation;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One atom of a rule's body that, when a tuple of its relation arrives, asks for the rest of the
 * body. The number is that of the method, or of the conditional effect, of the task.
 */
final class Rule {

  final int task;
  final int number;
  final boolean method;
  final Query body;
  final Atom trigger;
  private @Nullable JoinPlan plan;

  Rule(int task, int number, boolean method, Query body, Atom trigger) {
    this.task = task;
    this.number = number;
    this.method = method;
    this.body = body;
    this.trigger = trigger;
  }

  JoinPlan plan(Relation[] relations) {
    JoinPlan known = plan;
    if (known == null) {
      BitSet bound = new BitSet();
      trigger.terms().stream().filter(t -> t >= 0).forEach(bound::set);
      known = new JoinPlan(body, bound, relations);
      plan = known;
    }
    return known;
  }

  /** The variables that a tuple binds; null when it does not match. */
  int @Nullable [] match(Relation relation, int tuple) {
    int[] binding = new int[body.variables()];
    BitSet bound = new BitSet();
    for (int c = 0; c < trigger.width(); c++) {
      int term = trigger.term(c);
      int value = relation.at(tuple, c);
      if (term < 0 ? value != ~term : bound.get(term) && binding[term] != value) {
        return null;
      }
      if (term >= 0) {
        binding[term] = value;
        bound.set(term);
      }
    }
    return binding;
  }
}
