/**
 * The database: connections of the service's role, migrations by the owner's role, and transactions
 * that carry the tenant for row-level security.
 */
@NullMarked
package io.aleff.server.database;

import org.jspecify.annotations.NullMarked;
