/** Runs the tests of policies as {@code opa test} does. */
@NullMarked
package io.aleff.rego.test;

import org.jspecify.annotations.NullMarked;
