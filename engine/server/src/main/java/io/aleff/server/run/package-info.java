/** Runs over REST: submit, watch, stop, repeat and undo them. */
@NullMarked
package io.aleff.server.run;

import org.jspecify.annotations.NullMarked;
