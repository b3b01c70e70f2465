package io.aleff.rego.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One case as written.
 *
 * @param id path of the file below the folder, {@code #} and the index in it, because notes are not
 *     unique
 * @param folder the folder the file is in
 */
public record ConformanceCase(String id, String folder, JsonNode node) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * All cases below a folder, in order of their files.
   *
   * @throws IOException when a file cannot be read
   */
  public static List<ConformanceCase> read(Path folder) throws IOException {
    List<ConformanceCase> out = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(ConformanceCase::isYaml).sorted().toList()) {
        String name = folder.relativize(file).toString();
        Path parent = folder.relativize(file).getParent();
        String directory = parent == null ? "." : parent.toString();
        int index = 0;
        for (JsonNode node : YAML.readTree(Files.readString(file)).path("cases")) {
          out.add(new ConformanceCase(name + "#" + index++, directory, node));
        }
      }
    }
    return out;
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  /** What the author called it. */
  public String note() {
    return node.path("note").asString("");
  }

  /** The sources of its modules. */
  List<String> modules() {
    List<String> out = new ArrayList<>();
    node.path("modules").forEach(module -> out.add(module.asString()));
    return out;
  }

  String query() {
    return node.path("query").asString();
  }
}
