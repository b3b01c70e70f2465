/** Checks of the whole: the arrows of the architecture, and the main job as a user would see it. */
@NullMarked
package io.aleff.qa;

import org.jspecify.annotations.NullMarked;
