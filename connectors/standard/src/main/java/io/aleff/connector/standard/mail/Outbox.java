package io.aleff.connector.standard.mail;

import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Properties;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder of messages, one {@code .eml} file for each idempotency key. A file is there whole or
 * not at all, and the first one stays.
 */
final class Outbox implements MailTransport {

  private final Path folder;

  Outbox(Path folder) {
    this.folder = folder;
  }

  @Override
  public Delivery deliver(Mail mail, String name, Instant now) throws IOException {
    Path file = folder.resolve(name + ".eml");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(folder);
      writeOnce(file, bytes(mail, now));
    }
    byte[] stored = Files.readAllBytes(file);
    ObjectNode output = Json.MAPPER.createObjectNode();
    output.put("transport", "outbox").put("messageId", mail.id());
    output.put("file", String.valueOf(file.getFileName()));
    output.put("size", stored.length).put("sha256", Digest.sha256(stored));
    return new Delivery.Done(output);
  }

  @Override
  public String describe() {
    return "outbox folder";
  }

  static void create(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** A hard link fails when the name is taken, even by another process; a rename would not. */
  static void writeOnce(Path file, byte[] bytes) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("%s has no folder.".formatted(file));
    }
    Path partial = Files.createTempFile(folder, ".partial-", "");
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.createLink(file, partial);
    } catch (FileAlreadyExistsException theFirstOneStays) {
      return;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static byte[] bytes(Mail mail, Instant now) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MailFormat.message(mail, Session.getInstance(new Properties()), now).writeTo(out);
    } catch (MessagingException e) {
      throw new IOException("The message cannot be written.", e);
    }
    return out.toByteArray();
  }
}
