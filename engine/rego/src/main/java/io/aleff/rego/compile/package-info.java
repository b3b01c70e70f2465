/**
 * Syntax tree to executable nodes: names resolved, bodies ordered for safety, rules joined into one
 * tree.
 */
@NullMarked
package io.aleff.rego.compile;

import org.jspecify.annotations.NullMarked;
