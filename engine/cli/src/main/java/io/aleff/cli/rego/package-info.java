/** {@code aleff rego}: the Rego engine itself. */
@NullMarked
package io.aleff.cli.rego;

import org.jspecify.annotations.NullMarked;
