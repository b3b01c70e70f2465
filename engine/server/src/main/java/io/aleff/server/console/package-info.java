/** Serves the built console, with a fallback to its start page for its own addresses. */
@NullMarked
package io.aleff.server.console;

import org.jspecify.annotations.NullMarked;
