/** Definitions: lint, tests, releases and their activation. */
@NullMarked
package io.aleff.cli.release;

import org.jspecify.annotations.NullMarked;
