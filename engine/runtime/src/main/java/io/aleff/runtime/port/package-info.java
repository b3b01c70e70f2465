/**
 * What the runtime needs from the outside world. Every call is made for one tenant; whoever
 * implements a store makes sure that a call for one tenant never sees another's rows.
 */
@NullMarked
package io.aleff.runtime.port;

import org.jspecify.annotations.NullMarked;
