/**
 * The facts that Drools rules see, and the only thing they may insert. Rules read the record
 * components as properties; no property is ever null.
 */
@NullMarked
package io.aleff.guardrail.facts;

import org.jspecify.annotations.NullMarked;
