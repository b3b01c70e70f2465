package io.aleff.rego.bundle;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import io.aleff.definition.SourceLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a bundle says of itself.
 *
 * @param revision free text, for example the digest of a release; empty when there is none
 * @param roots paths under {@code data} that belong to the bundle, with {@code /}; the empty path
 *     is all of it
 * @param regoVersion 0 or 1
 * @param fileVersions the versions of single files, by path or pattern, for example {@code
 *     /old/*.rego}; they hold over {@code regoVersion}
 * @param metadata free values
 */
public record Manifest(
    String revision,
    List<String> roots,
    int regoVersion,
    Map<String, Integer> fileVersions,
    @Nullable JsonNode metadata) {

  /** The name of its file. */
  public static final String FILE = ".manifest";

  /** All of {@code data}, Rego v1. */
  public static final Manifest DEFAULT = new Manifest("", List.of(""), 1, Map.of(), null);

  private static final Set<String> KNOWN =
      Set.of("revision", "roots", "rego_version", "file_rego_versions", "metadata", "wasm");

  public Manifest {
    roots = List.copyOf(roots);
    fileVersions = Map.copyOf(fileVersions);
  }

  /** The same, with files that are Rego v0. */
  public Manifest withOldFiles(Collection<String> paths) {
    Map<String, Integer> versions = new HashMap<>(fileVersions);
    paths.forEach(path -> versions.put("/" + trim(path), 0));
    return new Manifest(revision, roots, regoVersion, versions, metadata);
  }

  /** Whether a file is Rego v0. */
  boolean isV0(String path) {
    String file = trim(path);
    for (Map.Entry<String, Integer> one : new TreeMap<>(fileVersions).entrySet()) {
      if (file.matches(expression(trim(one.getKey())))) {
        return one.getValue() == 0;
      }
    }
    return regoVersion == 0;
  }

  /** A pattern of paths: stars stand for a part of a name, two for any folders. */
  private static String expression(String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith("**", i)) {
        out.append(".*");
        i++;
      } else {
        char c = pattern.charAt(i);
        out.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }

  /** The same with another revision and other roots. */
  public Manifest with(String text, Collection<String> paths) {
    return new Manifest(text, List.copyOf(paths), regoVersion, fileVersions, metadata);
  }

  ObjectNode json() {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("revision", revision);
    roots.forEach(out.putArray("roots")::add);
    out.put("rego_version", regoVersion);
    if (!fileVersions.isEmpty()) {
      ObjectNode files = out.putObject("file_rego_versions");
      new TreeMap<>(fileVersions).forEach(files::put);
    }
    if (metadata != null) {
      out.set("metadata", metadata);
    }
    return out;
  }

  static @Nullable Manifest read(byte[] bytes, List<Diagnostic> errors) {
    SourceLocation at = new SourceLocation(FILE, 1, 1);
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      errors.add(error(at, "The manifest is not JSON: " + e.getOriginalMessage()));
      return null;
    }
    if (!node.isObject()) {
      errors.add(error(at, "The manifest is not an object."));
      return null;
    }
    for (String name : node.propertyNames()) {
      if (!KNOWN.contains(name)) {
        errors.add(
            Diagnostic.warning("OPA-BUNDLE-006", at, "The manifest names \"" + name + "\".")
                .maybe(io.aleff.definition.Suggestions.nearest(name, KNOWN)));
      }
    }
    List<String> roots = roots(node.path("roots"), at, errors);
    if (node.path("wasm").size() > 0) {
      errors.add(error(at, "The bundle holds policies compiled to WebAssembly."));
    }
    return new Manifest(
        node.path("revision").asString(""),
        roots,
        version(node.path("rego_version"), 1, at, errors),
        fileVersions(node.path("file_rego_versions"), at, errors),
        node.get("metadata"));
  }

  private static List<String> roots(JsonNode node, SourceLocation at, List<Diagnostic> errors) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of("");
    }
    List<String> roots = new ArrayList<>();
    for (JsonNode root : node) {
      if (!root.isString()) {
        errors.add(error(at, "A root is not a text: " + root));
      } else {
        roots.add(trim(root.stringValue()));
      }
    }
    for (int i = 0; i < roots.size(); i++) {
      for (int j = i + 1; j < roots.size(); j++) {
        if (contains(roots.get(i), roots.get(j)) || contains(roots.get(j), roots.get(i))) {
          errors.add(
              error(at, "The roots \"" + roots.get(i) + "\" and \"" + roots.get(j) + "\" overlap.")
                  .expecting("roots of which none holds another"));
        }
      }
    }
    return roots;
  }

  private static Map<String, Integer> fileVersions(
      JsonNode node, SourceLocation at, List<Diagnostic> errors) {
    Map<String, Integer> out = new HashMap<>();
    node.properties().forEach(e -> out.put(e.getKey(), version(e.getValue(), 1, at, errors)));
    return out;
  }

  private static int version(
      JsonNode node, int otherwise, SourceLocation at, List<Diagnostic> errors) {
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    int version = node.asInt(-1);
    if (version != 0 && version != 1) {
      errors.add(error(at, "There is no version " + node + " of Rego.").expecting("0 or 1"));
    }
    return version;
  }

  private static Diagnostic error(SourceLocation at, String message) {
    return Diagnostic.error("OPA-BUNDLE-006", at, message);
  }

  static String trim(String root) {
    return root.replaceAll("^/+|/+$", "");
  }

  /** Whether a path lies under a root. */
  static boolean contains(String root, String path) {
    return root.isEmpty() || path.equals(root) || path.startsWith(root + "/");
  }

  boolean owns(String path) {
    return roots.stream().anyMatch(root -> contains(root, path));
  }

  /** Whether a root lies below a path, so that an object there may lead to it. */
  boolean leadsTo(String path) {
    return roots.stream().anyMatch(root -> path.isEmpty() || root.startsWith(path + "/"));
  }

  /** Whether two bundles claim the same part of {@code data}. */
  public boolean overlaps(Manifest other) {
    return roots.stream()
        .anyMatch(a -> other.roots.stream().anyMatch(b -> contains(a, b) || contains(b, a)));
  }
}
