/** Decisions as entries of OPA's decision log. */
@NullMarked
package io.aleff.guardrail.log;

import org.jspecify.annotations.NullMarked;
