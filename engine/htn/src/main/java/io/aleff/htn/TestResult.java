package io.aleff.htn;

import io.aleff.definition.SourceLocation;

/**
 * The outcome of one test of a task network.
 *
 * @param location where the test is written
 * @param message what differs from the expectation, or is wrong with the test; empty when it passed
 */
public record TestResult(String name, SourceLocation location, boolean passed, String message) {}
