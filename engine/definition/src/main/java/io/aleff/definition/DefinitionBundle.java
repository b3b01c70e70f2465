package io.aleff.definition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All files of a set of definitions, by path: immutable, sorted, and the same digest for the same
 * content wherever it came from. Paths are relative to the definitions folder, for example {@code
 * htn/data-report.yaml}.
 */
public final class DefinitionBundle {

  private final SortedMap<String, byte[]> files;

  private DefinitionBundle(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * What reading from outside came to.
   *
   * @param bundle null when any diagnostic is an error
   */
  public record Reading(@Nullable DefinitionBundle bundle, List<Diagnostic> diagnostics) {

    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }

    /**
     * @throws IllegalArgumentException with every finding, when there is no bundle
     */
    public DefinitionBundle orThrow() {
      if (bundle == null) {
        List<String> findings = diagnostics.stream().map(d -> d.print(null)).toList();
        throw new IllegalArgumentException(String.join("\n", findings));
      }
      return bundle;
    }
  }

  /**
   * @throws IllegalArgumentException when a path is unsafe; for input from outside use {@link
   *     #ofArchive} or {@link #ofDirectory}
   */
  public static DefinitionBundle of(Map<String, byte[]> files) {
    SortedMap<String, byte[]> copy = new TreeMap<>();
    files.forEach(
        (path, bytes) -> {
          String problem = BundlePaths.problem(path);
          if (problem != null) {
            throw new IllegalArgumentException("The path \"" + path + "\" " + problem + ".");
          }
          copy.put(path, bytes.clone());
        });
    return new DefinitionBundle(copy);
  }

  public static DefinitionBundle empty() {
    return new DefinitionBundle(new TreeMap<>());
  }

  /**
   * Reads every file below a folder, except hidden ones. Symbolic links are refused, not followed.
   *
   * @throws IOException when the folder cannot be read
   */
  public static Reading ofDirectory(Path directory) throws IOException {
    return BundleDirectory.read(directory, BundleLimits.DEFAULT);
  }

  /**
   * Reads a zip or a gzip-compressed tar archive from an untrusted source. A single top folder
   * named {@code definitions} is taken off.
   */
  public static Reading ofArchive(byte[] archive) {
    return ofArchive(archive, BundleLimits.DEFAULT);
  }

  public static Reading ofArchive(byte[] archive, BundleLimits limits) {
    return BundleArchive.read(archive, limits);
  }

  /**
   * Reads the files that a jar or a folder on the class path carries below {@code root}. An {@code
   * index.txt} there (one relative path a line) is taken as the list of them when it exists.
   *
   * @param root for example {@code aleff/definitions}
   * @throws IOException when there is no such folder, or a listed file is missing
   */
  public static DefinitionBundle ofClasspath(ClassLoader loader, String root) throws IOException {
    return BundleClasspath.read(loader, root);
  }

  /** The sorted paths. */
  public Collection<String> paths() {
    return files.keySet();
  }

  public int size() {
    return files.size();
  }

  public byte @Nullable [] bytes(String path) {
    byte[] found = files.get(path);
    return found == null ? null : found.clone();
  }

  /** The file as UTF-8 text; null when there is none or it is not UTF-8. */
  public @Nullable SourceText text(String path) {
    byte[] found = files.get(path);
    if (found == null) {
      return null;
    }
    try {
      return new SourceText(path, decode(found));
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * The texts whose path begins with {@code prefix} and ends with {@code suffix}, sorted by path.
   * Files that are not UTF-8 are left out; {@link #encodingProblems} names them.
   */
  public List<SourceText> texts(String prefix, String suffix) {
    List<SourceText> found = new ArrayList<>();
    for (String path : files.keySet()) {
      if (path.startsWith(prefix) && path.endsWith(suffix)) {
        SourceText text = text(path);
        if (text != null) {
          found.add(text);
        }
      }
    }
    return List.copyOf(found);
  }

  /** An error for each file with one of these suffixes that is not UTF-8 text. */
  public List<Diagnostic> encodingProblems(String... suffixes) {
    return files.keySet().stream()
        .filter(path -> Arrays.stream(suffixes).anyMatch(path::endsWith) && text(path) == null)
        .map(
            path ->
                Diagnostic.error(
                        "BUNDLE-006", new SourceLocation(path, 1, 1), "The file is not UTF-8 text.")
                    .expecting("text encoded as UTF-8"))
        .toList();
  }

  /** A copy in which {@code path} has this content. */
  public DefinitionBundle with(String path, byte[] bytes) {
    SortedMap<String, byte[]> copy = new TreeMap<>(files);
    copy.put(path, bytes);
    return of(copy);
  }

  /** A copy without {@code path}. */
  public DefinitionBundle without(String path) {
    SortedMap<String, byte[]> copy = new TreeMap<>(files);
    copy.remove(path);
    return new DefinitionBundle(copy);
  }

  /** The paths that are new, gone or different in {@code other}, sorted. */
  public List<String> changedPaths(DefinitionBundle other) {
    TreeSet<String> all = new TreeSet<>(files.keySet());
    all.addAll(other.files.keySet());
    return all.stream()
        .filter(path -> !Arrays.equals(files.get(path), other.files.get(path)))
        .toList();
  }

  /** A zip whose bytes depend on nothing but the content: stored, sorted, without dates. */
  public byte[] toArchive() {
    return BundleArchive.write(files);
  }

  /**
   * SHA-256 over the canonical listing: for each file in order of its path, a line {@code <sha256
   * of the content> <length> <path>} that ends with a line feed. Independent of any archive format.
   */
  public String digest() {
    StringBuilder listing = new StringBuilder("aleff-bundle-v1\n");
    files.forEach(
        (path, bytes) ->
            listing
                .append(Digest.sha256(bytes))
                .append(' ')
                .append(bytes.length)
                .append(' ')
                .append(path)
                .append('\n'));
    return Digest.sha256(listing.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DefinitionBundle bundle
        && files.keySet().equals(bundle.files.keySet())
        && changedPaths(bundle).isEmpty();
  }

  @Override
  public int hashCode() {
    return digest().hashCode();
  }

  @Override
  public String toString() {
    return files.size() + " files, " + digest();
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
