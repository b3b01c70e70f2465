/** Grounding by hierarchical relaxed reachability, and the ground problem it yields. */
@NullMarked
package io.aleff.htn.ground;

import org.jspecify.annotations.NullMarked;
