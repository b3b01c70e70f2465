/** Decisions by an OPA server that runs the same release. */
@NullMarked
package io.aleff.guardrail.opa;

import org.jspecify.annotations.NullMarked;
