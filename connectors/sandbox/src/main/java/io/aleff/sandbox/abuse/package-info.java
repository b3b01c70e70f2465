/**
 * Hostile programs with the outcome that each must have, and the canary that looks at the host
 * before and after each.
 */
@NullMarked
package io.aleff.sandbox.abuse;

import org.jspecify.annotations.NullMarked;
