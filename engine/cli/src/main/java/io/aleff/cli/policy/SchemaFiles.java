package io.aleff.cli.policy;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.Diagnostic;
import io.aleff.rego.SchemaSet;
import io.aleff.rego.bundle.DataFiles;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** JSON Schemas as {@code opa check --schema} takes them: one for every input, or a folder. */
final class SchemaFiles {

  private SchemaFiles() {}

  static SchemaSet read(Context context, String given) throws IOException {
    Path path = context.resolve(given);
    if (!Files.exists(path)) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file or folder " + given + ".");
    }
    if (!Files.isDirectory(path)) {
      return SchemaSet.of(schema(path, given));
    }
    Map<List<String>, Value> named = new HashMap<>();
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        Path relative = path.relativize(file);
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (name.startsWith(".") || !name.matches(".*\\.(json|ya?ml)")) {
          continue;
        }
        List<String> key = new ArrayList<>();
        if (relative.getParent() != null) {
          relative.getParent().forEach(part -> key.add(part.toString()));
        }
        key.add(name.substring(0, dot));
        named.put(key, schema(file, Path.of(given).resolve(relative).toString()));
      }
    }
    if (named.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, given + " has no schema.", List.of("Expected .json, .yaml or .yml."));
    }
    return SchemaSet.of(named);
  }

  private static Value schema(Path file, String shown) throws IOException {
    List<Diagnostic> errors = new ArrayList<>();
    JsonNode node = DataFiles.parse(shown, Files.readAllBytes(file), errors);
    if (node == null || !errors.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, shown + " is not JSON or YAML: " + errors.getFirst().message());
    }
    return JsonValues.from(node);
  }
}
