package io.aleff.connector.standard.mail;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a message ({@code send}: {@code to}, {@code subject}, {@code body} or {@code bodyFile},
 * {@code attachments}) once for each idempotency key. A second call with the same key does nothing
 * and has the same result. Failure codes: {@code refused}, {@code rejected}, {@code unreachable}
 * and {@code unknown}: the last is never retried, since the message may have arrived.
 *
 * <p>An interrupt is heeded before the message goes out, not in the middle: an irreversible effect
 * is brought to an outcome that is known.
 */
public final class MailConnector implements Connector {

  private final MailConfiguration configuration;
  private final Clock clock;
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(16).toArray(ReentrantLock[]::new);

  public MailConnector(MailConfiguration configuration) {
    this(configuration, Clock.systemUTC());
  }

  public MailConnector(MailConfiguration configuration, Clock clock) {
    if (!Mail.isAddress(configuration.from())) {
      throw new IllegalArgumentException(
          "The sender %s is not a mail address.".formatted(configuration.from()));
    }
    this.configuration = configuration;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "mail";
  }

  @Override
  public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Cancelled before the message was sent.");
    }
    return switch (Mail.read(call, configuration.from())) {
      case Mail.Reading.Refused refused ->
          failed("refused", String.join(" ", refused.problems()), false);
      case Mail.Reading.Ready ready -> deliver(ready.mail(), call);
    };
  }

  /** The whole message with the digest of each attachment, or why it cannot be sent. */
  @Override
  public Optional<String> preview(ConnectorCall call) {
    return Optional.of(
        switch (Mail.read(call, configuration.from())) {
          case Mail.Reading.Refused refused -> MailPreview.of(refused.problems());
          case Mail.Reading.Ready ready -> MailPreview.of(ready.mail(), transport(call.timeout()));
        });
  }

  private ConnectorResult deliver(Mail mail, ConnectorCall call) {
    String name = Mail.name(call.idempotencyKey());
    ReentrantLock lock = locks[Math.floorMod(name.hashCode(), locks.length)];
    lock.lock();
    try {
      return switch (transport(call.timeout()).deliver(mail, name, clock.instant())) {
        case MailTransport.Delivery.Done done -> succeeded(mail, done.output());
        case MailTransport.Delivery.NotDone notDone ->
            failed(notDone.code(), notDone.message(), notDone.transientFailure());
      };
    } catch (IOException e) {
      return failed("refused", "The outbox cannot be written: " + e.getMessage(), false);
    } finally {
      lock.unlock();
    }
  }

  private static ConnectorResult succeeded(Mail mail, ObjectNode output) {
    mail.to().forEach(output.putArray("to")::add);
    output.put("subject", mail.subject());
    return new ConnectorResult.Succeeded(output, "engine");
  }

  private MailTransport transport(Duration timeout) {
    MailConfiguration.Smtp smtp = configuration.smtp();
    return smtp == null
        ? new Outbox(configuration.outbox())
        : new SmtpTransport(smtp, configuration.outbox().resolve("smtp"), timeout);
  }

  private static ConnectorResult.Failed failed(
      String code, String message, boolean transientFailure) {
    return new ConnectorResult.Failed(
        code, message, transientFailure, "engine", Json.MAPPER.createObjectNode());
  }
}
