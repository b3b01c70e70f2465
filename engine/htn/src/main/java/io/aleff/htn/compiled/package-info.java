/**
 * Planning problems over integers: preconditions split into conjunctions, quantifiers expanded,
 * types turned into sets of objects, and what subtasks require pulled up into the methods above
 * them.
 */
@NullMarked
package io.aleff.htn.compiled;

import org.jspecify.annotations.NullMarked;
