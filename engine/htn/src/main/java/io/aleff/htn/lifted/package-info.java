/** Depth-first decomposition of totally ordered task networks without grounding. */
@NullMarked
package io.aleff.htn.lifted;

import org.jspecify.annotations.NullMarked;
