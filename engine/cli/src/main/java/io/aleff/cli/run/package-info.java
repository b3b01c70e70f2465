/** Runs: starting, simulating, watching, showing and undoing them, and the demo. */
@NullMarked
package io.aleff.cli.run;

import org.jspecify.annotations.NullMarked;
