package io.aleff.connector.standard.mail;

import java.io.IOException;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A way for messages to leave. */
sealed interface MailTransport permits Outbox, SmtpTransport {

  /**
   * Delivers a message, or finds that it was delivered before.
   *
   * @param name of the idempotency key; the same name is delivered once
   */
  Delivery deliver(Mail mail, String name, Instant now) throws IOException;

  /** Where messages go, for people. */
  String describe();

  /** What came of it. */
  sealed interface Delivery {

    record Done(ObjectNode output) implements Delivery {}

    /**
     * @param code {@code rejected}, {@code unreachable} or {@code unknown}
     * @param transientFailure true only when certainly nothing was delivered
     */
    record NotDone(String code, String message, boolean transientFailure) implements Delivery {}
  }
}
