/**
 * What a hierarchical plan does and why: its tree, the reasons for its shape, what each step waits
 * for, and its schedule. Works on plans of any planner; needs nothing of the search but its
 * answers.
 */
@NullMarked
package io.aleff.htn.explain;

import org.jspecify.annotations.NullMarked;
