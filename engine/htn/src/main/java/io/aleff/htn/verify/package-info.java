/**
 * Decides whether a hierarchical plan of any planner solves a problem, and reads and writes the
 * format in which the planning competitions exchange such plans. Shares no code with the search.
 */
@NullMarked
package io.aleff.htn.verify;

import org.jspecify.annotations.NullMarked;
