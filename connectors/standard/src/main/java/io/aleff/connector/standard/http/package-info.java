/** Fetches documents over HTTP from hosts that the manifest lists. */
@NullMarked
package io.aleff.connector.standard.http;

import org.jspecify.annotations.NullMarked;
