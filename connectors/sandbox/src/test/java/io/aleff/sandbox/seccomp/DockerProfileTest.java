package io.aleff.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class DockerProfileTest {

  @ParameterizedTest
  @EnumSource
  void everyDeniedCallOfTheFilterIsDenied(Architecture architecture) {
    Set<String> denied = names(profile(architecture, true));
    for (DeniedCall call : DeniedCall.values()) {
      String name = call.name().toLowerCase(Locale.ROOT);
      boolean there = denied.contains(name) || denied.contains("_" + name);
      assertThat(there).as(name).isEqualTo(call.number(architecture).isPresent());
    }
    assertThat(denied).doesNotContain("read", "fork", "execve");
  }

  @ParameterizedTest
  @EnumSource
  void comparisonsLookAtTheWordThatTheKernelLooksAt(Architecture architecture) {
    for (JsonNode rule : profile(architecture, false).path("syscalls")) {
      for (JsonNode argument : rule.path("args")) {
        String how = argument.path("op").asString("");
        assertThat(how).isIn("SCMP_CMP_MASKED_EQ", "SCMP_CMP_GT");
        assertThat(argument.path("value").asLong(0)).isPositive();
      }
      // Several conditions on one argument would be alternatives to the engine.
      assertThat(rule.path("args").size()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutChildProcessesForkIsDenied(Architecture architecture) {
    assertThat(names(profile(architecture, false))).contains("fork", "vfork", "clone");
  }

  private static JsonNode profile(Architecture architecture, boolean childProcesses) {
    return Json.MAPPER.readTree(DockerProfile.generate(architecture, childProcesses));
  }

  private static Set<String> names(JsonNode profile) {
    Set<String> names = new HashSet<>();
    for (JsonNode rule : profile.path("syscalls")) {
      rule.path("names").forEach(each -> names.add(each.asString("")));
    }
    return names;
  }
}
