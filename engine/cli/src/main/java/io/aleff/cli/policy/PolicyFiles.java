package io.aleff.cli.policy;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.BundleLimits;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.bundle.DataFiles;
import io.aleff.rego.bundle.Verification;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads policies and data from files, folders and bundles. */
final class PolicyFiles {

  private final Context context;
  private final List<SourceText> modules = new ArrayList<>();
  private final Set<String> oldFiles = new HashSet<>();
  private final List<Diagnostic> findings = new ArrayList<>();
  private final DataFiles data = new DataFiles(findings);

  PolicyFiles(Context context) {
    this.context = context;
  }

  List<SourceText> modules() {
    return modules;
  }

  ObjectNode data() {
    return data.documents();
  }

  /** The paths of modules that their bundle says are Rego v0. */
  Set<String> oldFiles() {
    return oldFiles;
  }

  List<Diagnostic> findings() {
    return findings;
  }

  /** The module of a path, or null. */
  @Nullable SourceText source(String path) {
    return modules.stream().filter(m -> m.path().equals(path)).findFirst().orElse(null);
  }

  /**
   * A {@code .rego}, JSON or YAML file, or all of them in a folder; folders say where data goes.
   */
  void add(String given) throws IOException {
    Path path = existing(given);
    for (Path file : files(path)) {
      boolean folder = Files.isDirectory(path);
      Path relative = folder ? path.relativize(file) : path.getFileName();
      String shown = folder ? Path.of(given).resolve(relative).toString() : given;
      String name = file.getFileName().toString();
      if (name.endsWith(".rego")) {
        addModule(shown, file);
      } else if (isData(name)) {
        JsonNode node = DataFiles.parse(shown, Files.readAllBytes(file), findings);
        if (node != null) {
          data.add(folder ? parts(relative.getParent()) : List.of(), node, shown);
        }
      } else if (!folder) {
        throw new CommandFailure(
            ExitCode.USAGE,
            given + " is neither policy nor data.",
            List.of("Expected .rego, .json, .yaml or .yml."));
      }
    }
  }

  /** Only the {@code .rego} files. */
  void addPolicies(String given) throws IOException {
    Path path = existing(given);
    for (Path file : files(path)) {
      String shown =
          Files.isDirectory(path)
              ? Path.of(given).resolve(path.relativize(file)).toString()
              : given;
      if (shown.endsWith(".rego") || !Files.isDirectory(path)) {
        addModule(shown, file);
      }
    }
  }

  private void addModule(String shown, Path file) throws IOException {
    String path = shown.replace('\\', '/');
    try {
      modules.add(new SourceText(path, Files.readString(file)));
    } catch (CharacterCodingException e) {
      findings.add(
          Diagnostic.error(
              "rego_parse_error", new SourceText(path, "").start(), "this is no text in UTF-8"));
    }
  }

  private static boolean isData(String name) {
    return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static List<String> parts(@Nullable Path folder) {
    List<String> out = new ArrayList<>();
    if (folder != null) {
      folder.forEach(part -> out.add(part.toString()));
    }
    return out;
  }

  private Path existing(String given) {
    Path path = context.resolve(given);
    if (!Files.exists(path)) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file or folder " + given + ".");
    }
    return path;
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !hidden(path.relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean hidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** The bundle of an archive or a folder. */
  Bundle.Reading bundle(String given, @Nullable Verification verification) throws IOException {
    Path path = existing(given);
    if (!Files.isDirectory(path)) {
      return Bundle.read(Files.readAllBytes(path), BundleLimits.DEFAULT, verification);
    }
    SortedMap<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        found.put(path.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return Bundle.of(found, verification);
  }

  /** Adds a bundle's policies and data. */
  @Nullable Bundle addBundle(
      String given, @Nullable Verification verification, @Nullable Bundle before)
      throws IOException {
    Bundle.Reading reading = bundle(given, verification);
    findings.addAll(reading.diagnostics());
    Bundle bundle = reading.bundle();
    if (bundle == null) {
      return before;
    }
    if (before != null) {
      findings.addAll(before.and(bundle).diagnostics());
    }
    bundle.modules().forEach(m -> modules.add(new SourceText(m.path(), m.text())));
    oldFiles.addAll(bundle.oldModules());
    data.merge(bundle.data(), given);
    return bundle;
  }

  /** A JSON or YAML document, from a file or the standard input ({@code -}). */
  JsonNode document(String given) throws IOException {
    byte[] bytes =
        given.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(existing(given));
    List<Diagnostic> errors = new ArrayList<>();
    JsonNode node = DataFiles.parse(given, bytes, errors);
    if (node == null || !errors.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, given + " is not JSON or YAML: " + errors.getFirst().message());
    }
    return node;
  }
}
