/**
 * Runs: a plan becomes a BPMN process whose every action is decided, approved, granted, executed
 * and recorded. {@link io.aleff.runtime.AleffRuntime} is the way in; the outside world is reached
 * only through the ports of {@link io.aleff.runtime.port}.
 */
@NullMarked
package io.aleff.runtime;

import org.jspecify.annotations.NullMarked;
