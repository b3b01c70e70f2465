/**
 * What runs in the child JVM: Drools, the facts, and a loop that answers framed requests on
 * standard input. Nothing else of Aleff is loaded there.
 */
@NullMarked
package io.aleff.guardrail.child;

import org.jspecify.annotations.NullMarked;
