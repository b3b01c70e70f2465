package io.aleff.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Contents of a workspace's files, wherever they are: in the repository or by reference. */
final class Contents implements AutoCloseable {

  private final ObjectReader reader;
  private final LargeFiles large;
  private final long inlineBytes;

  Contents(ObjectReader reader, LargeFiles large, long inlineBytes) {
    this.reader = reader;
    this.large = large;
    this.inlineBytes = inlineBytes;
  }

  ObjectReader reader() {
    return reader;
  }

  /** In bytes, of the file itself. */
  long size(WorkspaceTree.Blob blob) throws IOException {
    LargeFiles.Pointer pointer = pointer(blob);
    return pointer == null ? reader.getObjectSize(blob.id(), Constants.OBJ_BLOB) : pointer.size();
  }

  /** What stands for the content; null when the repository holds the content itself. */
  LargeFiles.@Nullable Pointer pointer(WorkspaceTree.Blob blob) throws IOException {
    // Opening an object inflates all of it; its size is in the pack's header.
    return reader.getObjectSize(blob.id(), Constants.OBJ_BLOB) == LargeFiles.POINTER_LENGTH
        ? pointer(blob.mode(), reader.open(blob.id(), Constants.OBJ_BLOB))
        : null;
  }

  private static LargeFiles.@Nullable Pointer pointer(FileMode mode, ObjectLoader loader)
      throws IOException {
    return mode.equals(FileMode.SYMLINK) || loader.getSize() != LargeFiles.POINTER_LENGTH
        ? null
        : LargeFiles.Pointer.of(loader.getBytes());
  }

  /** A stream over the file itself; the caller closes it. */
  InputStream open(WorkspaceTree.Blob blob) throws IOException {
    ObjectLoader loader = reader.open(blob.id(), Constants.OBJ_BLOB);
    LargeFiles.Pointer pointer = pointer(blob.mode(), loader);
    return pointer == null ? loader.openStream() : large.open(pointer);
  }

  void copy(WorkspaceTree.Blob blob, OutputStream out) throws IOException {
    ObjectLoader loader = reader.open(blob.id(), Constants.OBJ_BLOB);
    LargeFiles.Pointer pointer = pointer(blob.mode(), loader);
    if (pointer == null) {
      loader.copyTo(out);
      return;
    }
    try (InputStream in = large.open(pointer)) {
      in.transferTo(out);
    }
  }

  /** Whether a file on the disk is what is stored; Git's names are computed by the JDK's digest. */
  boolean isSame(WorkspaceTree.Blob stored, Path file, long size) throws IOException {
    LargeFiles.Pointer pointer = pointer(stored);
    long before =
        pointer == null ? reader.getObjectSize(stored.id(), Constants.OBJ_BLOB) : pointer.size();
    if (before != size) {
      return false;
    }
    MessageDigest digest = pointer == null ? Digests.sha1() : Digests.sha256();
    if (pointer == null) {
      digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] hash = Digests.over(in, digest);
      return pointer == null
          ? ObjectId.fromRaw(hash).equals(stored.id())
          : Digests.hex(hash).equals(pointer.sha256());
    }
  }

  /** Stores the content of a file, large ones by reference. */
  ObjectId store(InputStream content, long size, ObjectInserter inserter) throws IOException {
    if (size > inlineBytes) {
      return inserter.insert(Constants.OBJ_BLOB, large.put(content, size).bytes());
    }
    if (size != LargeFiles.POINTER_LENGTH) {
      return inserter.insert(Constants.OBJ_BLOB, size, content);
    }
    byte[] bytes = content.readNBytes(LargeFiles.POINTER_LENGTH);
    boolean alike = LargeFiles.Pointer.of(bytes) != null;
    return inserter.insert(
        Constants.OBJ_BLOB,
        alike ? large.put(new ByteArrayInputStream(bytes), size).bytes() : bytes);
  }

  /** The same for a content of unknown size; more than {@code most} bytes are refused. */
  ObjectId storeUpTo(InputStream content, long most, ObjectInserter inserter) throws IOException {
    byte[] first = content.readNBytes((int) inlineBytes + 1);
    if (first.length <= inlineBytes && first.length <= most) {
      return store(new ByteArrayInputStream(first), first.length, inserter);
    }
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), content);
    return inserter.insert(Constants.OBJ_BLOB, large.put(whole, most).bytes());
  }

  @Override
  public void close() {
    reader.close();
  }
}
