/** Runs programs in sandboxes of this machine, and attacks them, without the service. */
@org.jspecify.annotations.NullMarked
package io.aleff.cli.sandbox;
