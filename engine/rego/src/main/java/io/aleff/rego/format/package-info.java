/** Lays Rego out in one canonical way. The text changes, its syntax tree and comments do not. */
@NullMarked
package io.aleff.rego.format;

import org.jspecify.annotations.NullMarked;
