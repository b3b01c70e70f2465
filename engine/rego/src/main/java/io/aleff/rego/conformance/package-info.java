/** Runs conformance cases in the format of OPA's own suite and compares as its runner does. */
@NullMarked
package io.aleff.rego.conformance;

import org.jspecify.annotations.NullMarked;
