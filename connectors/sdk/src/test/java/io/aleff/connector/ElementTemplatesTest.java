package io.aleff.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The committed templates are what the generator makes of the default connectors. Run with the
 * environment variable {@code ALEFF_GOLDEN_UPDATE=true} to write them anew.
 */
class ElementTemplatesTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path CONNECTORS = ROOT.resolve("definitions/connectors");
  private static final Path TEMPLATES = ROOT.resolve("modeler-config/element-templates");

  private static ConnectorManifests.Reading manifests() throws IOException {
    List<SourceText> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(CONNECTORS)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sources.add(new SourceText("connectors/" + file.getFileName(), Files.readString(file)));
      }
    }
    return ConnectorManifests.read(sources);
  }

  @Test
  void equalTheCommittedFiles() throws IOException {
    ConnectorManifests.Reading reading = manifests();
    assertThat(reading.diagnostics()).isEmpty();
    Map<String, ArrayNode> files = ElementTemplates.files(reading.manifests().values());
    JsonMapper pretty = Json.MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    for (Map.Entry<String, ArrayNode> file : files.entrySet()) {
      String text = pretty.writeValueAsString(file.getValue()).replace("\r\n", "\n") + "\n";
      Path path = TEMPLATES.resolve(file.getKey());
      if ("true".equals(System.getenv("ALEFF_GOLDEN_UPDATE"))) {
        Files.writeString(path, text);
      }
      assertThat(path).content().isEqualTo(text);
    }
    try (Stream<Path> committed = Files.list(TEMPLATES)) {
      assertThat(committed.map(p -> String.valueOf(p.getFileName())))
          .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
  }

  @Test
  void haveUniqueIdsAndOneTemplateForEachOperation() throws IOException {
    Map<String, ConnectorManifest> manifests = manifests().manifests();
    ArrayNode all = ElementTemplates.generate(manifests.values());
    Set<String> ids = new HashSet<>();
    all.forEach(template -> ids.add(template.path("id").asString("")));
    assertThat(ids).hasSize(all.size());
    assertThat(ids).contains("io.aleff.connector.mail.send");
    int operations = manifests.values().stream().mapToInt(m -> m.operations().size()).sum();
    assertThat(all.size()).isEqualTo(operations);
  }

  @Test
  void bindEachArgumentToAVariableOfTheGuard() throws IOException {
    JsonNode fetch =
        ElementTemplates.files(manifests().manifests().values())
            .getOrDefault("http.json", Json.MAPPER.createArrayNode())
            .path(0);
    List<String> names = new ArrayList<>();
    fetch.path("properties").forEach(p -> names.add(p.path("binding").path("target").asString("")));
    assertThat(names)
        .containsExactly(
            "", "action", "argument_url", "argument_method", "argument_headers", "argument_saveAs");
  }
}
