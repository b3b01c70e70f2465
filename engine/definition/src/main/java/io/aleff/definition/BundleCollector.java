package io.aleff.definition;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes files from an untrusted source and keeps what is safe. */
final class BundleCollector {

  private final BundleLimits limits;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> folded = new HashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private long total;
  private long skipped;

  BundleCollector(BundleLimits limits) {
    this.limits = limits;
  }

  /** How many more bytes the next file may have; one above the limit is enough to notice it. */
  int room() {
    return (int) Math.min(limits.fileBytes(), limits.totalBytes() - total) + 1;
  }

  /**
   * @return false when a limit is passed and reading on would be dangerous
   */
  boolean add(String path, byte[] bytes) {
    String problem = BundlePaths.problem(path);
    if (problem != null) {
      error("BUNDLE-001", path, "The path " + problem + ".", "a relative path below the folder");
      return true;
    }
    if (bytes.length > limits.fileBytes() || total + bytes.length > limits.totalBytes()) {
      error(
          "BUNDLE-002",
          path,
          "The definitions are too large.",
          "files up to %,d bytes, %,d bytes in all"
              .formatted(limits.fileBytes(), limits.totalBytes()));
      return false;
    }
    String same = folded.putIfAbsent(fold(path), path);
    if (same != null) {
      error("BUNDLE-003", path, "The path is the same as \"" + same + "\".", "each path once");
      return true;
    }
    if (files.size() >= limits.files()) {
      error("BUNDLE-002", path, "There are too many files.", "at most " + limits.files());
      return false;
    }
    total += bytes.length;
    files.put(path, bytes);
    return true;
  }

  /** Counts a file that is not kept, so that what is ignored cannot be a bomb either. */
  boolean skip(byte[] bytes) {
    skipped += bytes.length + 1L;
    if (bytes.length >= room() || skipped > limits.totalBytes()) {
      unreadable("The archive holds too much that is no definition.");
      return false;
    }
    return true;
  }

  void link(String path) {
    error("BUNDLE-004", path, "The entry is a link or a special file.", "plain files");
  }

  void unreadable(String what) {
    error("BUNDLE-005", "archive", what, "a zip or a gzip-compressed tar archive");
  }

  DefinitionBundle.Reading finish() {
    for (String path : files.keySet()) {
      int slash = path.lastIndexOf('/');
      String folder = slash < 0 ? "" : path.substring(0, slash);
      if (files.containsKey(folder)) {
        error("BUNDLE-003", path, "\"" + folder + "\" is a file and a folder.", "each path once");
      }
    }
    return new DefinitionBundle.Reading(
        diagnostics.isEmpty() ? DefinitionBundle.of(files) : null, diagnostics);
  }

  private void error(String code, String path, String message, String expected) {
    String shown = path.replaceAll("\\p{C}", "\uFFFD");
    diagnostics.add(
        Diagnostic.error(code, new SourceLocation(shown, 1, 1), message).expecting(expected));
  }

  private static String fold(String path) {
    return Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
