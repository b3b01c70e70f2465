package io.aleff.sandbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The artifact store of one run: large contents by their SHA-256, in a folder that no step can
 * reach. The repository holds a pointer in the place of each. A content that looks like a pointer
 * is stored here too, so that no file of a step is ever taken for one.
 */
final class LargeFiles {

  private static final Pattern POINTER =
      Pattern.compile("aleff large file 1\nsha256 ([0-9a-f]{64})\nsize ([0-9]{16})\n");

  /** Bytes of every pointer. */
  static final int POINTER_LENGTH =
      "aleff large file 1\n".length() + "sha256 \n".length() + 64 + "size \n".length() + 16;

  private static final String UNFINISHED = ".new-";

  private final Path folder;

  LargeFiles(Path folder) {
    this.folder = folder;
  }

  /** Stands for a content in the repository. */
  record Pointer(String sha256, long size) {

    byte[] bytes() {
      return String.format(Locale.ROOT, "aleff large file 1\nsha256 %s\nsize %016d\n", sha256, size)
          .getBytes(StandardCharsets.US_ASCII);
    }

    /** Null when these bytes are no pointer. */
    static @Nullable Pointer of(byte[] bytes) {
      Matcher matcher = POINTER.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      return bytes.length == POINTER_LENGTH && matcher.matches()
          ? new Pointer(matcher.group(1), Long.parseLong(matcher.group(2)))
          : null;
    }
  }

  /**
   * Stores a content; it is on the disk when this returns. More than {@code most} bytes are
   * refused.
   */
  Pointer put(InputStream content, long most) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
    try {
      MessageDigest digest = Digests.sha256();
      long size;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(unfinished), digest)) {
        size = copy(content, out, most);
      }
      Pointer pointer = new Pointer(Digests.hex(digest.digest()), size);
      if (!Files.exists(file(pointer), LinkOption.NOFOLLOW_LINKS)) {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(unfinished, file(pointer), StandardCopyOption.ATOMIC_MOVE);
      }
      return pointer;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static long copy(InputStream content, OutputStream out, long most) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      size += read;
      if (size > most) {
        throw new IOException("The file has more than %d bytes.".formatted(most));
      }
      out.write(buffer, 0, read);
    }
    return size;
  }

  /** The content; reading its end fails when it is not what was stored. */
  InputStream open(Pointer pointer) throws IOException {
    return new Checked(Files.newInputStream(file(pointer), LinkOption.NOFOLLOW_LINKS), pointer);
  }

  /** Removes every other content, and what was never finished. */
  void keepOnly(Set<Pointer> wanted) throws IOException {
    Set<String> names = wanted.stream().map(Pointer::sha256).collect(Collectors.toSet());
    removeUnless(names::contains);
  }

  /** Removes what a killed engine was writing. */
  void removeUnfinished() throws IOException {
    removeUnless(name -> !name.startsWith(UNFINISHED));
  }

  private void removeUnless(Predicate<String> wanted) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        if (!wanted.test(String.valueOf(each.getFileName()))) {
          Files.delete(each);
        }
      }
    }
  }

  private Path file(Pointer pointer) {
    return folder.resolve(pointer.sha256());
  }

  /** Compares with the pointer what was read. */
  private static final class Checked extends FilterInputStream {

    private final MessageDigest digest = Digests.sha256();
    private final Pointer pointer;
    private boolean ended;

    Checked(InputStream in, Pointer pointer) {
      super(in);
      this.pointer = pointer;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        digest.update(buffer, offset, read);
      } else if (read < 0 && !ended) {
        ended = true;
        if (!Digests.hex(digest.digest()).equals(pointer.sha256())) {
          throw new IOException(
              "The stored file %s is damaged: it is not what was stored."
                  .formatted(pointer.sha256()));
        }
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 1 << 20)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
