package io.aleff.definition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads an untrusted zip front to back: what a local header says is what counts. */
final class BundleZip {

  private static final int CENTRAL_HEADER = 46;
  private static final int UNIX = 3;
  private static final int FILE_TYPE = 0xF000;
  private static final int REGULAR = 0x8000;
  private static final int FOLDER = 0x4000;

  private BundleZip() {}

  static void read(byte[] archive, BundleCollector collector) throws IOException {
    links(archive, collector);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readNBytes(collector.room());
        boolean skipped = entry.isDirectory() || BundlePaths.ignored(entry.getName());
        boolean goOn = skipped ? collector.skip(bytes) : collector.add(entry.getName(), bytes);
        if (!goOn) {
          return;
        }
      }
    }
  }

  /** The JDK does not tell an entry's Unix mode, so symbolic links are found in the directory. */
  private static void links(byte[] zip, BundleCollector collector) {
    for (int at = 0; at + CENTRAL_HEADER <= zip.length; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        int type = short16(zip, at + 40) & FILE_TYPE;
        boolean special = type != 0 && type != REGULAR && type != FOLDER;
        if (zip[at + 5] == UNIX && special) {
          int end = Math.min(zip.length, at + CENTRAL_HEADER + short16(zip, at + 28));
          int start = at + CENTRAL_HEADER;
          collector.link(new String(zip, start, end - start, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static int short16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }
}
