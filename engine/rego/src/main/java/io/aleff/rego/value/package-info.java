/**
 * Rego values: immutable, totally ordered as in OPA. Numbers are exact; collections print and
 * iterate in sorted order.
 */
@NullMarked
package io.aleff.rego.value;

import org.jspecify.annotations.NullMarked;
