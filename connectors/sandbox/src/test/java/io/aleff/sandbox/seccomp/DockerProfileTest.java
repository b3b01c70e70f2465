package io.aleff.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Compares the profile with the filter of bubblewrap, call by call. */
class DockerProfileTest {

  private static final List<Integer> INTERESTING =
      List.of(
          0,
          1,
          2,
          3,
          7,
          9,
          10,
          11,
          16,
          17,
          38,
          40,
          44,
          0x11,
          0x41,
          0x5401,
          0x5411,
          0x5412,
          0x5413,
          0x541C,
          0x541D,
          0x5421,
          0x40305827,
          0x40305828,
          0x40305829,
          0x4030582A,
          0x40305839,
          0x00010000,
          0x00020000,
          0x02000000,
          0x10000011,
          0x40010000,
          0x01200011,
          0x003d0f00,
          0x7fffffff,
          0x80000000,
          -1);

  @ParameterizedTest
  @EnumSource
  void everyCallGetsTheFiltersVerdict(Architecture architecture) {
    for (boolean childProcesses : new boolean[] {true, false}) {
      JsonNode profile = profile(architecture, childProcesses);
      for (KnownCall call : KnownCall.all()) {
        int number = call.number(architecture);
        for (int argument : number < 0 ? List.<Integer>of() : INTERESTING) {
          assertThat(verdict(profile, call.name(), argument))
              .as("%s %d %s %x", architecture, number, call, argument)
              .isEqualTo(
                  SeccompFilterTest.verdict(
                      architecture, childProcesses, number, argument, argument));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatTheListDoesNotKnowDoesNotExist(Architecture architecture) {
    assertThat(verdict(profile(architecture, true), "brand_new_call", 0))
        .isEqualTo(SeccompFilter.ENOSYS);
  }

  @ParameterizedTest
  @EnumSource
  void theListOfCallsIsWhole(Architecture architecture) {
    var known =
        KnownCall.all().stream()
            .map(each -> each.number(architecture))
            .filter(each -> each >= 0)
            .toList();
    assertThat(known).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(known).last()).isEqualTo(SeccompFilter.NEWEST_KNOWN);
    assertThat(known).contains(425, 435, 450);
    for (DeniedCall call : DeniedCall.values()) {
      call.number(architecture).ifPresent(number -> assertThat(known).contains(number));
      String name = call.name().toLowerCase(Locale.ROOT);
      assertThat(KnownCall.all())
          .filteredOn(each -> each.name().equals(name) || each.name().equals("_" + name))
          .extracting(each -> each.number(architecture))
          .isEqualTo(List.of(call.number(architecture).orElse(-1)));
    }
  }

  /** The library takes an allowed call without conditions for the whole truth about it. */
  @ParameterizedTest
  @EnumSource
  void noCallHasRulesWithAndWithoutConditions(Architecture architecture) {
    var withConditions = new TreeSet<String>();
    var without = new TreeSet<String>();
    for (JsonNode rule : profile(architecture, true).path("syscalls")) {
      // Several conditions on one argument would be alternatives to the engine.
      assertThat(rule.path("args").size()).isLessThanOrEqualTo(1);
      (rule.path("args").isEmpty() ? without : withConditions).addAll(names(rule));
    }
    assertThat(withConditions).contains("socket", "clone", "ioctl", "fallocate");
    assertThat(without).doesNotContainAnyElementsOf(withConditions);
  }

  /** Of all rules that fit, which must agree; the default where none does. */
  private static int verdict(JsonNode profile, String call, int argument) {
    TreeSet<Integer> verdicts = new TreeSet<>();
    for (JsonNode rule : profile.path("syscalls")) {
      if (names(rule).contains(call) && fits(rule.path("args"), argument)) {
        verdicts.add(verdict(rule.path("action").asString(""), rule.path("errnoRet").asInt(0)));
      }
    }
    if (verdicts.isEmpty()) {
      String otherwise = profile.path("defaultAction").asString("");
      return verdict(otherwise, profile.path("defaultErrnoRet").asInt(0));
    }
    assertThat(verdicts).as("%s %x", call, argument).hasSize(1);
    return verdicts.first();
  }

  private static int verdict(String action, int error) {
    return action.equals("SCMP_ACT_ALLOW") ? SeccompFilter.ALLOW : 0x00050000 | error;
  }

  /** The high bits of a register are a program's to choose. */
  private static boolean fits(JsonNode conditions, int argument) {
    long register = 0x5555_0000_0000_0000L | Integer.toUnsignedLong(argument);
    for (JsonNode each : conditions) {
      assertThat(each.path("op").asString("")).isEqualTo("SCMP_CMP_MASKED_EQ");
      if ((register & each.path("value").asLong(0)) != each.path("valueTwo").asLong(-1)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(JsonNode rule) {
    return rule.path("names")
        .valueStream()
        .map(name -> name.asString(""))
        .collect(Collectors.toList());
  }

  private static JsonNode profile(Architecture architecture, boolean childProcesses) {
    return Json.MAPPER.readTree(DockerProfile.generate(architecture, childProcesses));
  }
}
