/** Sends mail exactly once: by SMTP, or into an outbox folder when no server is configured. */
@NullMarked
package io.aleff.connector.standard.mail;

import org.jspecify.annotations.NullMarked;
