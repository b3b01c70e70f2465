/** The states of runs and steps as transition tables. */
@NullMarked
package io.aleff.runtime.state;

import org.jspecify.annotations.NullMarked;
