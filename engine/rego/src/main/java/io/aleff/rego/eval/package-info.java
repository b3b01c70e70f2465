/** Executable nodes and the state of one evaluation, with its limits. */
@NullMarked
package io.aleff.rego.eval;

import org.jspecify.annotations.NullMarked;
