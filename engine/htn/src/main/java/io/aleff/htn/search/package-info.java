/** Heuristic search over ground problems, and the portfolio of all searches. */
@NullMarked
package io.aleff.htn.search;

import org.jspecify.annotations.NullMarked;
