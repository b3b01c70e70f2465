/** Gives the runtime everything it needs: workspaces, connectors, guardrails, keys and settings. */
@NullMarked
package io.aleff.server.engine;

import org.jspecify.annotations.NullMarked;
