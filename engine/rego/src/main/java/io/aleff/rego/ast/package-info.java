/** The syntax tree of Rego v1. Every node keeps the place it was read from. */
@NullMarked
package io.aleff.rego.ast;

import org.jspecify.annotations.NullMarked;
