/**
 * Sets of integer tuples with indexes, and joins over them. The same joins serve the grounder,
 * which only adds tuples, and the lifted search, which switches tuples on and off.
 */
@NullMarked
package io.aleff.htn.relation;

import org.jspecify.annotations.NullMarked;
