package io.aleff.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jgit.lib.FileMode;

/**
 * Writes all files of a tree as a zip archive, one after the other. Every entry stays below the
 * folder that it is unpacked into, on every system: letters that mean something in paths elsewhere
 * become {@code _}, and symbolic links are left out and named in the archive's comment.
 */
final class WorkspaceArchive {

  private static final int LONGEST_COMMENT = 60_000;

  private final Set<String> used = new HashSet<>();
  private final List<String> links = new ArrayList<>();

  void write(WorkspaceTree tree, Contents contents, Instant time, OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    for (Map.Entry<String, WorkspaceTree.Blob> each : tree.files().entrySet()) {
      if (each.getValue().mode().equals(FileMode.SYMLINK)) {
        links.add(each.getKey());
      } else {
        ZipEntry entry = new ZipEntry(unique(safe(each.getKey())));
        entry.setTime(time.toEpochMilli());
        zip.putNextEntry(entry);
        contents.copy(each.getValue(), zip);
        zip.closeEntry();
      }
    }
    if (!links.isEmpty()) {
      zip.setComment(comment());
    }
    zip.finish();
    zip.flush();
  }

  private String comment() {
    String text = "Symbolic links are left out: " + String.join(", ", links);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_COMMENT
        ? text
        : "Symbolic links are left out: " + links.size() + " of them.";
  }

  /** Parts that are only dots never come out of a folder, but may stand in an old repository. */
  static String safe(String path) {
    StringBuilder safe = new StringBuilder();
    for (String part : path.split("/", -1)) {
      String name = part.replaceAll("[\\\\:*?\"<>|\\p{Cntrl}]", "_");
      boolean meaning = name.isEmpty() || name.equals(".") || name.equals("..");
      safe.append(safe.isEmpty() ? "" : "/").append(meaning ? "_" : name);
    }
    return safe.toString();
  }

  /** Two names may have become one; on some systems also by upper and lower case. */
  private String unique(String path) {
    String name = path;
    for (int number = 2; !used.add(name.toLowerCase(Locale.ROOT)); number++) {
      name = path + "~" + number;
    }
    return name;
  }
}
