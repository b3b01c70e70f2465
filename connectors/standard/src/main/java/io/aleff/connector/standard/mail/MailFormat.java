package io.aleff.connector.standard.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.Instant;
import java.util.Date;

/** Writes a message in the internet's format, RFC 5322 and MIME. */
final class MailFormat {

  private MailFormat() {}

  static MimeMessage message(Mail mail, Session session, Instant now) throws MessagingException {
    MimeMessage message = new Identified(session, mail.id());
    message.setFrom(new InternetAddress(mail.from(), true));
    for (String each : mail.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(each, true));
    }
    message.setSubject(mail.subject(), "UTF-8");
    message.setSentDate(Date.from(now));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (mail.attachments().isEmpty()) {
      message.setText(lines(mail), "UTF-8", subtype(mail));
    } else {
      message.setContent(parts(mail));
    }
    message.saveChanges();
    return message;
  }

  private static MimeMultipart parts(Mail mail) throws MessagingException {
    MimeMultipart parts = new Bounded("=_aleff_" + mail.id().substring(1, 33));
    MimeBodyPart text = new MimeBodyPart();
    text.setText(lines(mail), "UTF-8", subtype(mail));
    parts.addBodyPart(text);
    for (Mail.Attachment each : mail.attachments()) {
      MimeBodyPart part = new MimeBodyPart();
      ByteArrayDataSource source = new ByteArrayDataSource(each.bytes(), each.mediaType());
      part.setDataHandler(new DataHandler(source));
      part.setFileName(each.name());
      part.setHeader("Content-Transfer-Encoding", "base64");
      parts.addBodyPart(part);
    }
    return parts;
  }

  /** Lines end in CRLF on the wire and in a file alike. */
  private static String lines(Mail mail) {
    return mail.text().replaceAll("\\r\\n|\\r|\\n", "\r\n");
  }

  private static String subtype(Mail mail) {
    return mail.html() ? "html" : "plain";
  }

  /** Keeps its own Message-ID where the library would make up a new one. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /** Has a boundary that is the same each time; no encoded part can contain it. */
  private static final class Bounded extends MimeMultipart {
    Bounded(String boundary) throws MessagingException {
      super("mixed");
      ContentType type = new ContentType(getContentType());
      type.setParameter("boundary", boundary);
      contentType = type.toString();
    }
  }
}
