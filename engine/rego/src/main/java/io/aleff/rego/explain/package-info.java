/**
 * Why a decision is what it is: the rules that were tried, with the expressions that held or did
 * not.
 */
@NullMarked
package io.aleff.rego.explain;

import org.jspecify.annotations.NullMarked;
