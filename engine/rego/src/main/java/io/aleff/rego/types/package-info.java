/**
 * Types of Rego values, as OPA's type checker knows them: what is joined, selected and compatible.
 * The checker itself, which walks rules, is in {@code compile}.
 */
@NullMarked
package io.aleff.rego.types;

import org.jspecify.annotations.NullMarked;
