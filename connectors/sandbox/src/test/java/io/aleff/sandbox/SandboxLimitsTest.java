package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SandboxLimitsTest {

  @Test
  void obligationsLowerAndNeverRaise() {
    ObjectNode profile = json("{memoryMb: 256, childProcesses: false}");
    ObjectNode settings = json("{cpus: 2, processes: 10}");
    SandboxLimits limits =
        SandboxLimits.read(profile, settings, json("{limits: {memoryMb: 4096, cpus: 0.5}}"))
            .limits();
    assertThat(limits.memoryMb()).isEqualTo(256);
    assertThat(limits.cpus()).isEqualTo(0.5);
    assertThat(limits.processes()).isEqualTo(10);
    assertThat(limits.childProcesses()).isFalse();
    assertThat(limits.outputMb()).isEqualTo(SandboxLimits.DEFAULT.outputMb());
  }

  /** Lint checks profiles against the schema; the sandbox checks manifests and obligations. */
  @Test
  void theSchemaOfProfilesHasTheSameRanges() throws Exception {
    try (InputStream schema =
        SandboxLimits.class.getResourceAsStream("/schemas/v1/sandbox-profile.schema.json")) {
      JsonNode ranges = Json.MAPPER.readTree(schema).at("/$defs/limits/properties");
      SandboxLimits.rangesByName()
          .forEach(
              (name, range) -> {
                assertThat(ranges.path(name).path("minimum").asDouble(-1)).isEqualTo(range[0]);
                assertThat(ranges.path(name).path("maximum").asDouble(-1)).isEqualTo(range[1]);
              });
      assertThat(ranges.size()).isEqualTo(SandboxLimits.rangesByName().size() + 1);
    }
  }

  private static ObjectNode json(String text) {
    String quoted = text.replaceAll("(\\w+):", "\"$1\":");
    return (ObjectNode) Json.MAPPER.readTree(quoted);
  }
}
