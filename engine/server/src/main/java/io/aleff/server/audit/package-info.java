/** The audit trail over REST: read, verify, export. */
@NullMarked
package io.aleff.server.audit;

import org.jspecify.annotations.NullMarked;
