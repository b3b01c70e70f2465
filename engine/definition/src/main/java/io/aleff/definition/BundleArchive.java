package io.aleff.definition;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The archive form of a bundle: written as a stored zip, read as zip or tar.gz. */
final class BundleArchive {

  private static final String TOP = "definitions/";
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private BundleArchive() {}

  static byte[] write(SortedMap<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static DefinitionBundle.Reading read(byte[] archive, BundleLimits limits) {
    BundleCollector collector = new BundleCollector(limits);
    ByteArrayInputStream in = new ByteArrayInputStream(archive);
    try {
      if (startsWith(archive, 'P', 'K')) {
        BundleZip.read(archive, collector);
      } else if (startsWith(archive, 0x1f, 0x8b)) {
        BundleTar.read(in, limits, collector);
      } else {
        collector.unreadable("The archive is neither a zip nor a gzip-compressed tar.");
      }
    } catch (IOException | IllegalArgumentException e) {
      collector.unreadable("The archive is damaged: " + e.getMessage() + ".");
    }
    return withoutTop(collector.finish());
  }

  private static DefinitionBundle.Reading withoutTop(DefinitionBundle.Reading reading) {
    DefinitionBundle bundle = reading.bundle();
    if (bundle == null
        || bundle.size() == 0
        || !bundle.paths().stream().allMatch(path -> path.startsWith(TOP))) {
      return reading;
    }
    Map<String, byte[]> files = new TreeMap<>();
    for (String path : bundle.paths()) {
      byte[] bytes = bundle.bytes(path);
      if (bytes != null) {
        files.put(path.substring(TOP.length()), bytes);
      }
    }
    return new DefinitionBundle.Reading(DefinitionBundle.of(files), reading.diagnostics());
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }
}
