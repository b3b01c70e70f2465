/**
 * The service: REST, events, security, tenancy, PostgreSQL adapters and wiring. Holds no business
 * rule.
 */
@NullMarked
package io.aleff.server;

import org.jspecify.annotations.NullMarked;
