package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Query;

/**
 * One effect of an action.
 *
 * @param when its condition; variables beyond the action's stand for any object
 */
public record EffectSchema(Query when, Atom atom, boolean adds) {

  /** Whether it happens always and once. */
  boolean isSimple(int parameters) {
    return when.variables() == parameters
        && when.positive().isEmpty()
        && when.negative().isEmpty()
        && when.pairs().isEmpty();
  }
}
