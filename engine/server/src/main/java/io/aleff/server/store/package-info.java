/** The runtime's stores in PostgreSQL. One class per port; no rule of the business in here. */
@NullMarked
package io.aleff.server.store;

import org.jspecify.annotations.NullMarked;
