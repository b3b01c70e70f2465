package io.aleff.connector.standard.mail;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.standard.Arguments;
import io.aleff.connector.standard.WorkspaceFiles;
import io.aleff.definition.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One message as it will be sent.
 *
 * @param id the Message-ID, derived from the idempotency key
 * @param html whether the text is HTML
 */
record Mail(
    String id,
    String from,
    List<String> to,
    String subject,
    String text,
    boolean html,
    List<Attachment> attachments) {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final List<String> KEYS =
      List.of("to", "subject", "body", "bodyFile", "attachments");
  private static final int MOST_RECIPIENTS = 50;
  private static final int MOST_ATTACHMENTS = 20;
  private static final int LONGEST_SUBJECT = 200;
  private static final long LONGEST_TEXT = 1024 * 1024;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("csv", "text/csv"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"));

  /** A file that goes with the message. */
  @SuppressWarnings("ArrayRecordComponent")
  record Attachment(String path, String name, String mediaType, byte[] bytes) {

    String sha256() {
      return Digest.sha256(bytes);
    }
  }

  /** A message, or everything that is wrong with the call. */
  sealed interface Reading {

    record Ready(Mail mail) implements Reading {}

    record Refused(List<String> problems) implements Reading {}
  }

  static Reading read(ConnectorCall call, String from) {
    Arguments arguments = new Arguments(call.arguments(), KEYS);
    if (!call.operation().equals("send")) {
      arguments.problem(
          "The mail connector has no operation %s, expected send.".formatted(call.operation()));
    }
    Reader reader = new Reader(call, arguments);
    Mail mail = reader.read(from);
    return arguments.problems().isEmpty()
        ? new Reading.Ready(mail)
        : new Reading.Refused(arguments.problems());
  }

  /** A name for the key that is safe in a file name and a Message-ID. */
  static String name(String idempotencyKey) {
    return Digest.sha256(idempotencyKey).substring(0, 40);
  }

  static boolean isAddress(String text) {
    return text.length() <= 254 && ADDRESS.matcher(text).matches();
  }

  private record Reader(ConnectorCall call, Arguments arguments) {

    Mail read(String from) {
      String domain = from.substring(from.indexOf('@') + 1);
      return new Mail(
          "<%s@%s>".formatted(name(call.idempotencyKey()), domain),
          from,
          recipients(),
          subject(),
          text(),
          arguments.text("bodyFile").toLowerCase(Locale.ROOT).endsWith(".html"),
          attachments());
    }

    private List<String> recipients() {
      List<String> to = arguments.texts("to");
      if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
        arguments.problem(
            "to has %d addresses, expected 1 to %d.".formatted(to.size(), MOST_RECIPIENTS));
      }
      for (String each : to) {
        if (!isAddress(each)) {
          arguments.problem("%s is not a mail address.".formatted(printable(each)));
        }
      }
      return to;
    }

    private String subject() {
      String subject = arguments.text("subject");
      if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
        arguments.problem("subject is not text of 1 to %d letters.".formatted(LONGEST_SUBJECT));
      }
      if (subject.chars().anyMatch(Reader::breaksLines)) {
        arguments.problem("subject has a line break or another control character.");
      }
      return subject;
    }

    private String text() {
      if (arguments.has("body") && arguments.has("bodyFile")) {
        arguments.problem("Expected body or bodyFile, not both.");
      }
      if (!arguments.has("bodyFile")) {
        String body = arguments.text("body");
        if (body.indexOf('\0') >= 0 || body.length() > LONGEST_TEXT) {
          arguments.problem("body has a NUL character or more than a million letters.");
        }
        return body;
      }
      byte[] bytes = file(arguments.text("bodyFile"), LONGEST_TEXT);
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        arguments.problem("%s is not UTF-8 text.".formatted(arguments.text("bodyFile")));
        return "";
      }
    }

    private List<Attachment> attachments() {
      List<String> paths = arguments.texts("attachments");
      if (paths.size() > MOST_ATTACHMENTS) {
        arguments.problem("More than %d attachments.".formatted(MOST_ATTACHMENTS));
        return List.of();
      }
      long left = limitMb() * 1024L * 1024L;
      List<Attachment> attachments = new ArrayList<>();
      for (String path : paths) {
        byte[] bytes = file(path, left);
        left -= bytes.length;
        String name = path.substring(path.lastIndexOf('/') + 1);
        attachments.add(new Attachment(path, name, mediaType(name), bytes));
      }
      return attachments;
    }

    private int limitMb() {
      Arguments settings = new Arguments(call.manifest().settings(), List.of("attachmentMb"));
      int limit = settings.number("attachmentMb", 20, 1, 100);
      settings.problems().forEach(arguments::problem);
      return Math.min(limit, call.obligations().path("limits").path("attachmentMb").asInt(limit));
    }

    private byte[] file(String path, long limit) {
      if (call.workspace() == null) {
        arguments.problem("The step has no workspace to take %s from.".formatted(printable(path)));
        return new byte[0];
      }
      return switch (new WorkspaceFiles(call.workspace()).read(path, limit)) {
        case WorkspaceFiles.Reading.Content content -> content.bytes();
        case WorkspaceFiles.Reading.Refused refused -> {
          arguments.problem(printable(refused.reason()));
          yield new byte[0];
        }
      };
    }

    private static String mediaType(String name) {
      String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return TYPES.getOrDefault(suffix, "application/octet-stream");
    }

    private static boolean breaksLines(int letter) {
      return Character.isISOControl(letter) || letter == 0x2028 || letter == 0x2029;
    }

    private static String printable(String text) {
      return text.replaceAll("\\p{Cntrl}", "?");
    }
  }
}
