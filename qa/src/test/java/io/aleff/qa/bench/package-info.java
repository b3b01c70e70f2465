/**
 * Measurements behind {@code docs/performance.md}; started by {@code ./aleff bench}. They need
 * nothing but the server's own libraries, so that no test library is measured with it.
 */
@NullMarked
package io.aleff.qa.bench;

import org.jspecify.annotations.NullMarked;
