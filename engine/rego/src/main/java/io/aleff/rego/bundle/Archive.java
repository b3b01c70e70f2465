package io.aleff.rego.bundle;

import io.aleff.definition.BundleLimits;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The {@code .tar.gz} around the files of a bundle. */
final class Archive {

  private Archive() {}

  /** The same bytes for the same files. */
  static byte[] write(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("/" + file.getKey(), true);
        entry.setSize(file.getValue().length);
        entry.setMode(0644);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @return the files by path; what is wrong is added to {@code errors}
   */
  static SortedMap<String, byte[]> read(
      byte[] archive, BundleLimits limits, List<Diagnostic> errors) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long most = limits.totalBytes() + 2_048L * limits.files();
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new Bounded(plain, most), "UTF-8")) {
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > limits.files()) {
          throw new TooLarge("more than " + limits.files() + " entries");
        }
        entry(entry, tar, limits, files, errors);
      }
    } catch (TooLarge e) {
      errors.add(error("OPA-BUNDLE-002", "", "The archive is too large: " + e.getMessage() + "."));
    } catch (IOException | IllegalArgumentException e) {
      errors.add(
          error("OPA-BUNDLE-001", "", "The archive cannot be read: " + e.getMessage() + ".")
              .expecting("a tar compressed with gzip"));
    }
    return files;
  }

  private static void entry(
      TarArchiveEntry entry,
      InputStream tar,
      BundleLimits limits,
      SortedMap<String, byte[]> files,
      List<Diagnostic> errors)
      throws IOException {
    String path = entry.getName().replaceAll("^(\\./|/)+", "");
    if (entry.isDirectory()) {
      return;
    }
    if (!isRegular(entry)) {
      errors.add(error("OPA-BUNDLE-004", path, "The entry is a link or a device."));
      return;
    }
    if (!isPlain(path)) {
      errors.add(error("OPA-BUNDLE-003", path, "The path leaves its folder or is not plain."));
      return;
    }
    if (entry.getSize() > limits.fileBytes()) {
      throw new TooLarge(path + " has more than " + limits.fileBytes() + " bytes");
    }
    byte[] bytes = tar.readAllBytes();
    if (files.put(path, bytes) != null) {
      errors.add(error("OPA-BUNDLE-005", path, "The file is in the archive twice."));
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) && !entry.isSparse();
  }

  static boolean isPlain(String path) {
    if (path.isEmpty()
        || path.length() > 1_024
        || path.contains("\\")
        || path.matches("^[A-Za-z]:.*")) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return path.chars().noneMatch(Character::isISOControl);
  }

  static Diagnostic error(String code, String path, String message) {
    return Diagnostic.error(
        code, new SourceLocation(path.isEmpty() ? "bundle" : path, 1, 1), message);
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  /** A stream that refuses to unpack more than it should. */
  private static final class Bounded extends java.io.FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    private int count(int bytes) throws IOException {
      left -= Math.max(bytes, 0);
      if (left < 0) {
        throw new TooLarge("it unpacks to more than is allowed");
      }
      return bytes;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return count(super.read(buffer, from, length));
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count((int) Math.min(skipped, Integer.MAX_VALUE));
      return skipped;
    }
  }
}
