package io.aleff.htn.compiled;

import io.aleff.htn.relation.Query;
import java.util.List;

/**
 * A primitive task with one conjunctive precondition.
 *
 * @param shown how many of its variables are parameters of the action it stands for
 * @param simple effects that always happen
 * @param conditional effects with a condition or with variables of their own
 * @param cost in thousandths
 */
public record ActionSchema(
    Query precondition,
    int shown,
    List<EffectSchema> simple,
    List<EffectSchema> conditional,
    long cost) {

  public ActionSchema {
    simple = List.copyOf(simple);
    conditional = List.copyOf(conditional);
  }
}
