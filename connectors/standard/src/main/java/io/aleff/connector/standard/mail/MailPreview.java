package io.aleff.connector.standard.mail;

import java.util.List;

/** Shows a message to a person before it is sent. */
final class MailPreview {

  private MailPreview() {}

  static String of(Mail mail, MailTransport transport) {
    StringBuilder text = new StringBuilder();
    line(text, "From", mail.from());
    line(text, "To", String.join(", ", mail.to()));
    line(text, "Subject", mail.subject());
    line(text, "Date", "the moment it is sent");
    line(text, "Message-ID", mail.id());
    line(text, "Content-Type", mail.html() ? "text/html" : "text/plain");
    line(text, "Sent by", transport.describe());
    for (Mail.Attachment each : mail.attachments()) {
      line(
          text,
          "Attachment",
          "%s (%s, %d bytes, sha256 %s)"
              .formatted(each.path(), each.mediaType(), each.bytes().length, each.sha256()));
    }
    return text.append('\n').append(mail.text()).toString();
  }

  static String of(List<String> problems) {
    return "This message cannot be sent:\n- " + String.join("\n- ", problems) + "\n";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
