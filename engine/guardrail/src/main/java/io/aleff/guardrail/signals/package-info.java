/**
 * Runs checked rules in a child JVM that can be killed: its isolation, its life and the questions
 * put to it.
 */
@NullMarked
package io.aleff.guardrail.signals;

import org.jspecify.annotations.NullMarked;
