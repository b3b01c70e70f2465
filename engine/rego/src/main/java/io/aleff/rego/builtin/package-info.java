/** The built-in functions, one class for each family. */
@NullMarked
package io.aleff.rego.builtin;

import org.jspecify.annotations.NullMarked;
