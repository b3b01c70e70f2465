/**
 * Runs untrusted code in bubblewrap sandboxes, and keeps workspaces that can be compared and rolled
 * back.
 */
@NullMarked
package io.aleff.sandbox;

import org.jspecify.annotations.NullMarked;
