/**
 * The command {@code aleff}: what people and scripts type. Talks to the service over its HTTP API;
 * only lint and definition tests run here. Starts fast: no Spring, nothing loaded before it is
 * needed.
 */
@NullMarked
package io.aleff.cli;

import org.jspecify.annotations.NullMarked;
