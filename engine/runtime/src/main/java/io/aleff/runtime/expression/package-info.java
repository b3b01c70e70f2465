/**
 * The expressions that process models may contain: variables, comparisons and a fixed list of
 * functions. The same parser serves lint and execution, so what lint has not seen cannot run.
 */
@NullMarked
package io.aleff.runtime.expression;

import org.jspecify.annotations.NullMarked;
