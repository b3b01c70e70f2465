/**
 * The part of DRL that rules may use. A rule file is read by Drools' own parser, checked construct
 * by construct into a small typed tree, and only the print of that tree is ever compiled: what the
 * check did not understand cannot run.
 */
@NullMarked
package io.aleff.guardrail.drl;

import org.jspecify.annotations.NullMarked;
