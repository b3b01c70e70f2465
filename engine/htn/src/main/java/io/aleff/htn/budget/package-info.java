/** The hard limits that every search, join and grounding keeps to. */
@NullMarked
package io.aleff.htn.budget;

import org.jspecify.annotations.NullMarked;
