/**
 * Rego from source: parse, compile, evaluate, test. Pure Java, no I/O, deterministic but for the
 * clock it is given.
 */
@NullMarked
package io.aleff.rego;

import org.jspecify.annotations.NullMarked;
