/** Execution grants: nothing runs without one, and each is good for one execution. */
@NullMarked
package io.aleff.runtime.grant;

import org.jspecify.annotations.NullMarked;
