/** Decisions as log entries in OPA's format, masked before they leave. */
@NullMarked
package io.aleff.rego.log;

import org.jspecify.annotations.NullMarked;
