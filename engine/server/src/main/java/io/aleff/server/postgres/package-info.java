/**
 * PostgreSQL that Aleff brings along: unpacks the binaries, keeps one persistent cluster under
 * {@code $ALEFF_HOME/postgres}, adopts or stops an orphan of a killed server, and shuts it down.
 */
@NullMarked
package io.aleff.server.postgres;

import org.jspecify.annotations.NullMarked;
