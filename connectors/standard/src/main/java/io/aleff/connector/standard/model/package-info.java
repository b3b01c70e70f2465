/**
 * Asks language models: providers, the one client that reaches them, and what came of a call. What
 * a model says is data for the guardrails, never a decision.
 */
@NullMarked
package io.aleff.connector.standard.model;

import org.jspecify.annotations.NullMarked;
