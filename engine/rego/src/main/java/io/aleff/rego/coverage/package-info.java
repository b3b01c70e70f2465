/** Which lines of policies were reached by evaluations. */
@NullMarked
package io.aleff.rego.coverage;

import org.jspecify.annotations.NullMarked;
