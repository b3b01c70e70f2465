/** Releases of definitions over REST, and the first one at the first start. */
@NullMarked
package io.aleff.server.release;

import org.jspecify.annotations.NullMarked;
