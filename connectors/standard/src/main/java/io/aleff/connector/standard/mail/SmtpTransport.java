package io.aleff.connector.standard.mail;

import io.aleff.definition.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends by SMTP. A record is written before and after, so that a message whose outcome is not known
 * (the engine died, the connection broke while the server had the text) is never sent again by
 * itself: that is for a person to decide.
 */
final class SmtpTransport implements MailTransport {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpTransport.class);

  private final MailConfiguration.Smtp smtp;
  private final Path records;
  private final Duration timeout;

  SmtpTransport(MailConfiguration.Smtp smtp, Path records, Duration timeout) {
    this.smtp = smtp;
    this.records = records;
    this.timeout = timeout;
  }

  @Override
  public String describe() {
    return "SMTP server " + smtp;
  }

  @Override
  public Delivery deliver(Mail mail, String name, Instant now) throws IOException {
    Outbox.create(records);
    Path sent = records.resolve(name + ".sent.json");
    if (Files.exists(sent)) {
      return new Delivery.Done((ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(sent)));
    }
    Path started = records.resolve(name + ".started");
    try {
      Files.createFile(started);
    } catch (FileAlreadyExistsException e) {
      return unknown();
    }
    Delivery delivery = send(mail, now);
    switch (delivery) {
      case Delivery.Done done -> record(done, sent, started);
      case Delivery.NotDone notDone -> {
        if (!notDone.code().equals("unknown")) {
          Files.deleteIfExists(started);
        }
      }
    }
    return delivery;
  }

  /** When this fails the message is out all the same, and the started record keeps it single. */
  private static void record(Delivery.Done done, Path sent, Path started) {
    try {
      Outbox.writeOnce(sent, Json.MAPPER.writeValueAsBytes(done.output()));
      Files.deleteIfExists(started);
    } catch (IOException e) {
      LOG.error("The record {} of a sent message cannot be written.", sent, e);
    }
  }

  private Delivery send(Mail mail, Instant now) {
    Session session = Session.getInstance(properties());
    Transport transport;
    MimeMessage message;
    try {
      transport = session.getTransport(protocol());
      message = MailFormat.message(mail, session, now);
    } catch (MessagingException e) {
      return new Delivery.NotDone("rejected", reason(e), false);
    }
    try {
      transport.connect(smtp.host(), smtp.port(), smtp.user(), smtp.password());
    } catch (MessagingException e) {
      return new Delivery.NotDone("unreachable", "%s: %s".formatted(smtp, reason(e)), true);
    }
    Delivery delivery = sendConnected(transport, message, mail);
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("The connection to {} did not close well.", smtp, e);
    }
    return delivery;
  }

  private Delivery sendConnected(Transport transport, MimeMessage message, Mail mail) {
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return done(mail);
    } catch (MessagingException e) {
      int code = replyCode(e);
      if (code >= 500 && code < 600) {
        return new Delivery.NotDone("rejected", reason(e), false);
      }
      if (code >= 400 && code < 500) {
        return new Delivery.NotDone("rejected", reason(e), true);
      }
      return unknown();
    }
  }

  private Delivery done(Mail mail) {
    ObjectNode output = Json.MAPPER.createObjectNode();
    output.put("transport", "smtp").put("messageId", mail.id());
    output.put("server", smtp.host() + ":" + smtp.port());
    return new Delivery.Done(output);
  }

  private Delivery unknown() {
    return new Delivery.NotDone(
        "unknown",
        "It is not known whether %s took the message. It is not sent again.".formatted(smtp),
        false);
  }

  /** The server's reply to the command that failed; -1 when there was none. */
  private static int replyCode(@Nullable Exception failure) {
    return switch (failure) {
      case SMTPSendFailedException e when e.getReturnCode() > 0 -> e.getReturnCode();
      case SMTPAddressFailedException e -> e.getReturnCode();
      case SMTPSenderFailedException e -> e.getReturnCode();
      case SendFailedException e -> replyCode(e.getNextException());
      case null, default -> -1;
    };
  }

  private static String reason(MessagingException e) {
    Exception next = e.getNextException();
    String more = next == null ? "" : " " + next.getMessage();
    return (e.getMessage() + more).replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private String protocol() {
    return smtp.security() == MailConfiguration.Security.TLS ? "smtps" : "smtp";
  }

  private Properties properties() {
    String prefix = "mail." + protocol() + ".";
    String milliseconds = Long.toString(Math.max(1_000, timeout.toMillis()));
    Properties properties = new Properties();
    properties.setProperty(prefix + "connectiontimeout", milliseconds);
    properties.setProperty(prefix + "timeout", milliseconds);
    properties.setProperty(prefix + "writetimeout", milliseconds);
    properties.setProperty(prefix + "auth", Boolean.toString(smtp.user() != null));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "quitwait", "false");
    if (smtp.security() == MailConfiguration.Security.STARTTLS) {
      properties.setProperty(prefix + "starttls.enable", "true");
      properties.setProperty(prefix + "starttls.required", "true");
    }
    return properties;
  }
}
