package io.aleff.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives such as a stranger might send. */
final class TestArchives {

  private TestArchives() {}

  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Marks every entry of the zip's directory as a symbolic link made on Unix. */
  static byte[] asLinks(byte[] zip) {
    for (int at = 0; at + 46 <= zip.length; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        zip[at + 5] = 3;
        zip[at + 40] = (byte) 0xff;
        zip[at + 41] = (byte) 0xa1;
      }
    }
    return zip;
  }

  static byte[] tarGz(Map<String, byte[]> files, char type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        byte[] name = file.getKey().getBytes(UTF_8);
        if (name.length > 100) {
          entry(tar, "././@LongLink", 'L', name);
        }
        entry(
            tar,
            file.getKey().substring(0, Math.min(file.getKey().length(), 50)),
            type,
            file.getValue());
      }
      tar.write(new byte[1024]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(GZIPOutputStream tar, String name, char type, byte[] content)
      throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, "%011o".formatted(content.length));
    header[156] = (byte) type;
    put(header, 257, "ustar");
    tar.write(header);
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
