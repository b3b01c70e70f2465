package io.aleff.htn;

import java.util.Set;

/** A point in a partially ordered plan: the values that a fact or number may have there. */
interface Moment {

  /** {@code true} and {@code false} for facts; plain numbers or {@code undefined} for fluents. */
  Set<String> values(Fact fact, boolean numeric);
}
