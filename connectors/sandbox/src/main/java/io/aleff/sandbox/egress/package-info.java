/**
 * The one way out of a sandbox: a forward proxy on a unix socket, one socket for each execution. It
 * knows what the execution may reach and resolves names itself.
 */
@NullMarked
package io.aleff.sandbox.egress;

import org.jspecify.annotations.NullMarked;
