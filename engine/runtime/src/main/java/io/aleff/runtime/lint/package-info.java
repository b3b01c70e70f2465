/**
 * Checks process models before anything runs them: an allow-list of elements, attributes and
 * expressions, complete diagrams, and references that lead somewhere.
 */
@NullMarked
package io.aleff.runtime.lint;

import org.jspecify.annotations.NullMarked;
