package io.aleff.sandbox.rootfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar with any entries, also those that no archiver writes. */
public final class Tar {

  private record Item(String name, byte kind, String target, ByteBuffer content, int mode) {}

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final List<Item> items = new ArrayList<>();

  public Tar file(String name, String content, int mode) {
    return file(name, content.getBytes(StandardCharsets.UTF_8), mode);
  }

  public Tar file(String name, byte[] content, int mode) {
    items.add(new Item(name, TarConstants.LF_NORMAL, "", ByteBuffer.wrap(content), mode));
    return this;
  }

  Tar folder(String name, int mode) {
    items.add(new Item(name + "/", TarConstants.LF_DIR, "", EMPTY, mode));
    return this;
  }

  public Tar link(String name, String target) {
    items.add(new Item(name, TarConstants.LF_SYMLINK, target, EMPTY, 0777));
    return this;
  }

  Tar hardLink(String name, String target) {
    items.add(new Item(name, TarConstants.LF_LINK, target, EMPTY, 0644));
    return this;
  }

  Tar device(String name) {
    items.add(new Item(name, TarConstants.LF_CHR, "", EMPTY, 0666));
    return this;
  }

  /** In the targets of links. */
  void replace(String mark, String text) {
    items.replaceAll(
        each ->
            new Item(
                each.name(),
                each.kind(),
                each.target().replace(mark, text),
                each.content(),
                each.mode()));
  }

  public Path write(Path file) throws IOException {
    try (TarArchiveOutputStream out =
        new TarArchiveOutputStream(Files.newOutputStream(file), "UTF-8")) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Item each : items) {
        TarArchiveEntry entry = new TarArchiveEntry(each.name(), each.kind(), true);
        entry.setLinkName(each.target());
        entry.setMode(each.mode());
        entry.setSize(each.content().remaining());
        entry.setModTime(1_000_000_000_000L);
        out.putArchiveEntry(entry);
        out.write(each.content().array());
        out.closeArchiveEntry();
      }
    }
    return file;
  }

  @Override
  public String toString() {
    return items.getLast().name() + " " + items.getLast().target();
  }
}
