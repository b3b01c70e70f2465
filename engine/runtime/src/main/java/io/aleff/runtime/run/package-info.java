/** What happens in a run: planning, deciding, verifying, undoing, and the record of it all. */
@NullMarked
package io.aleff.runtime.run;

import org.jspecify.annotations.NullMarked;
