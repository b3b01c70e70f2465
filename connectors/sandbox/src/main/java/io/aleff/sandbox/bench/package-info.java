/** Times executions beside other ways to run the same program, and counts what they leave. */
@org.jspecify.annotations.NullMarked
package io.aleff.sandbox.bench;
