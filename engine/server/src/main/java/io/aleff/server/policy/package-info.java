/** Policies over HTTP: bundles for OPA servers, and a place to try policies. */
@NullMarked
package io.aleff.server.policy;

import org.jspecify.annotations.NullMarked;
