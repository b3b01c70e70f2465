/** The main job against a real service: real processes, real PostgreSQL, a real sandbox. */
@NullMarked
package io.aleff.qa.e2e;

import org.jspecify.annotations.NullMarked;
