/**
 * From an action to a decision: Drools raises signals, Rego gives the verdict. Anything that goes
 * wrong on the way is a deny.
 */
@NullMarked
package io.aleff.guardrail;

import org.jspecify.annotations.NullMarked;
