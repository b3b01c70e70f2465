package io.aleff.rego.bundle;

import io.aleff.definition.BundleLimits;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies and data that belong together.
 *
 * @param modules the {@code .rego} files
 * @param data the base documents of all data files, each under the folder it lies in
 */
public record Bundle(Manifest manifest, List<SourceText> modules, ObjectNode data) {

  public Bundle {
    modules = List.copyOf(modules);
  }

  /**
   * @param bundle null when a diagnostic is an error
   */
  public record Reading(@Nullable Bundle bundle, List<Diagnostic> diagnostics) {}

  /**
   * Reads an untrusted archive.
   *
   * @param verification the key that must have signed it; null to accept unsigned archives, and
   *     signed ones unseen
   */
  public static Reading read(
      byte[] archive, BundleLimits limits, @Nullable Verification verification) {
    List<Diagnostic> errors = new ArrayList<>();
    SortedMap<String, byte[]> files = Archive.read(archive, limits, errors);
    return errors.isEmpty() ? of(files, verification) : new Reading(null, List.copyOf(errors));
  }

  /** A bundle of the files of a folder. */
  public static Reading of(SortedMap<String, byte[]> files, @Nullable Verification verification) {
    List<Diagnostic> errors = new ArrayList<>();
    if (verification != null) {
      Signatures.verify(files, verification, errors);
    }
    Manifest manifest = Manifest.DEFAULT;
    byte[] written = files.get(Manifest.FILE);
    if (written != null) {
      Manifest read = Manifest.read(written, errors);
      manifest = read == null ? manifest : read;
    }
    List<SourceText> modules = new ArrayList<>();
    DataFiles data = new DataFiles(errors);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = file.getKey();
      if (path.endsWith(".rego")) {
        modules.add(new SourceText(path, new String(file.getValue(), StandardCharsets.UTF_8)));
      } else if (DataFiles.isData(path)) {
        data.add(path, file.getValue());
      } else if (path.endsWith(".wasm") || path.endsWith("plan.json")) {
        errors.add(
            Archive.error("OPA-BUNDLE-009", path, "Compiled policies are not read.")
                .expecting("the sources of the policies"));
      }
    }
    Roots.check(manifest, modules, data.documents(), errors);
    boolean broken = errors.stream().anyMatch(Diagnostic::isError);
    return new Reading(
        broken ? null : new Bundle(manifest, modules, data.documents()), List.copyOf(errors));
  }

  /** The paths of the modules that are Rego v0. */
  public Set<String> oldModules() {
    return modules.stream()
        .map(SourceText::path)
        .filter(manifest::isV0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The archive, which {@code opa} reads too; the same bytes for the same bundle. */
  public byte[] archive(@Nullable SigningKey key) {
    SortedMap<String, byte[]> files = new TreeMap<>(Collections.emptyMap());
    files.put(Manifest.FILE, bytes(io.aleff.definition.CanonicalJson.of(manifest.json())));
    files.put("data.json", bytes(io.aleff.definition.CanonicalJson.of(data)));
    modules.forEach(module -> files.put(Manifest.trim(module.path()), bytes(module.text())));
    if (key != null) {
      files.put(Signatures.FILE, bytes(Signatures.sign(files, key)));
    }
    return Archive.write(files);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Two bundles that share no part of {@code data}, as one. */
  public Reading and(Bundle other) {
    if (manifest.overlaps(other.manifest)) {
      return new Reading(
          null,
          List.of(
              Archive.error(
                      "OPA-BUNDLE-007",
                      "",
                      "Two bundles claim the same roots: "
                          + manifest.roots()
                          + " and "
                          + other.manifest.roots())
                  .expecting("bundles whose manifests name different roots")));
    }
    List<Diagnostic> errors = new ArrayList<>();
    DataFiles both = new DataFiles(errors);
    both.merge(data, "bundle");
    both.merge(other.data, "bundle");
    List<SourceText> all = new ArrayList<>(modules);
    all.addAll(other.modules);
    List<String> roots = new ArrayList<>(manifest.roots());
    roots.addAll(other.manifest.roots());
    Manifest joined =
        new Manifest("", roots, 1, Map.of(), manifest.metadata())
            .withOldFiles(oldModules())
            .withOldFiles(other.oldModules());
    return errors.isEmpty()
        ? new Reading(new Bundle(joined, all, both.documents()), List.of())
        : new Reading(null, errors);
  }
}
