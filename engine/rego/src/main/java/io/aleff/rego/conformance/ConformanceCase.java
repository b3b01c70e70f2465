package io.aleff.rego.conformance;

import java.util.ArrayList;
import java.util.List;
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
   * The cases of one file.
   *
   * @param file path below the folder of all cases, with {@code /}
   * @throws tools.jackson.core.JacksonException when it is not YAML
   */
  public static List<ConformanceCase> of(String file, String text) {
    int slash = file.lastIndexOf('/');
    String directory = slash < 0 ? "." : file.substring(0, slash);
    List<ConformanceCase> out = new ArrayList<>();
    for (JsonNode node : YAML.readTree(text).path("cases")) {
      out.add(new ConformanceCase(file + "#" + out.size(), directory, node));
    }
    return out;
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
