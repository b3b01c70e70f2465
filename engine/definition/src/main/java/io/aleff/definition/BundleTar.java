package io.aleff.definition;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an untrusted tar (POSIX.1-1988 ustar with GNU long names and POSIX.1-2001 {@code path}
 * records, as GNU and BSD tar write them).
 */
final class BundleTar {

  private static final int BLOCK = 512;
  private static final int MAX_NAME = 4096;

  private BundleTar() {}

  static void read(InputStream gzip, BundleLimits limits, BundleCollector collector)
      throws IOException {
    try (InputStream tar = new GZIPInputStream(gzip)) {
      String longName = null;
      // Folders and ignored files count too, so that nothing unpacks without end.
      for (long budget = 2 * limits.totalBytes() + BLOCK * 4L * limits.files(); budget > 0; ) {
        byte[] header = tar.readNBytes(BLOCK);
        if (header.length < BLOCK || empty(header)) {
          return;
        }
        long size = size(header);
        budget -= size + BLOCK;
        if (budget < 0) {
          collector.unreadable("The archive is too large.");
          return;
        }
        char type = (char) header[156];
        if (type == 'L' || type == 'x') {
          longName = longName(type, tar, size, longName);
          continue;
        }
        String name = longName == null ? name(header) : longName;
        longName = null;
        if (!entry(type, name, size, tar, collector)) {
          return;
        }
      }
    }
  }

  private static boolean entry(
      char type, String name, long size, InputStream tar, BundleCollector collector)
      throws IOException {
    boolean file = type == '0' || type == 0;
    String path = name.startsWith("./") ? name.substring(2) : name;
    if (!file || path.endsWith("/") || BundlePaths.ignored(path)) {
      if (!file && type != '5' && type != 'g') {
        collector.link(path);
      }
      skip(tar, padded(size));
      return true;
    }
    int room = collector.room();
    byte[] bytes = tar.readNBytes((int) Math.min(size, room));
    if (bytes.length < Math.min(size, room)) {
      throw new EOFException("it ends within a file");
    }
    if (!collector.add(path, bytes)) {
      return false;
    }
    skip(tar, padded(size) - bytes.length);
    return true;
  }

  private static @Nullable String longName(
      char type, InputStream tar, long size, @Nullable String before) throws IOException {
    if (size > MAX_NAME) {
      throw new IOException("a name is too long");
    }
    String text = new String(tar.readNBytes((int) size), StandardCharsets.UTF_8);
    skip(tar, padded(size) - size);
    if (type == 'L') {
      return text.replace("\0", "");
    }
    String path = before;
    for (String line : text.split("\n", -1)) {
      int at = line.indexOf(" path=");
      path = at >= 0 ? line.substring(at + " path=".length()) : path;
    }
    return path;
  }

  private static String name(byte[] header) {
    boolean ustar = text(header, 257, 5).equals("ustar");
    String prefix = ustar ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static long size(byte[] header) throws IOException {
    String digits = text(header, 124, 12).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("a size is not a number", e);
    }
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static void skip(InputStream in, long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw new EOFException("it ends too early");
    }
  }

  private static boolean empty(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
