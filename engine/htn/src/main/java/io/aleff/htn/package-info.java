/**
 * Hierarchical task network planning: domains, search, plans, their independent checker and their
 * explanations. Deterministic for equal input, seed and budget; does no I/O.
 */
@NullMarked
package io.aleff.htn;

import org.jspecify.annotations.NullMarked;
