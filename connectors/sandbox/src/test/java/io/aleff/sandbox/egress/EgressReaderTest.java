package io.aleff.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EgressReaderTest {

  @Test
  void nothingListedIsNoWayOut() {
    EgressReader.Reading reading = read(List.of(), "{}", "{}");
    assertThat(reading.rules()).isNull();
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void readsHostsWithMethodsAndSecrets() {
    EgressReader.Reading reading =
        read(
            List.of("files.example.org"),
            """
            {"egressMb": 5, "egress": [{"host": "api.test", "methods": ["GET"], "tls": true,
              "headers": {"Authorization": "Bearer ${secret:KEY}"}}]}""",
            "{}");
    EgressRules rules = Objects.requireNonNull(reading.rules());
    assertThat(rules.bytes()).isEqualTo(5 * 1024 * 1024);
    assertThat(rules.hosts())
        .extracting(EgressRules.Host::host)
        .containsExactly("api.test", "files.example.org");
    EgressRules.Host first = rules.hosts().getFirst();
    assertThat(first.headers()).containsEntry("Authorization", "Bearer s3cret");
    assertThat(first.tls()).isTrue();
  }

  @Test
  void obligationsLeaveOnlyWhatIsInBoth() {
    EgressReader.Reading some =
        read(List.of("a.test", "b.test"), "{}", "{\"egress\": [\"b.test\", \"c.test\"]}");
    assertThat(Objects.requireNonNull(some.rules()).hosts())
        .extracting(EgressRules.Host::host)
        .containsExactly("b.test");
    assertThat(read(List.of("a.test"), "{}", "{\"egress\": []}").rules()).isNull();
  }

  @Test
  void tellsEverythingThatIsWrong() {
    EgressReader.Reading reading =
        read(
            List.of("10.0.0.1"),
            """
            {"egress": [{"host": "a.test", "method": ["GET"]}, "b.test",
              {"host": "c.test", "headers": {"X": "${secret:OTHER}"}},
              {"host": "d.test", "headers": {"X": "${secret:GONE}"}}]}""",
            "{}");
    assertThat(reading.rules()).isNull();
    assertThat(reading.problems())
        .anySatisfy(one -> assertThat(one).contains("Maybe methods?"))
        .anySatisfy(one -> assertThat(one).contains("no object with a host"))
        .anySatisfy(one -> assertThat(one).contains("OTHER, which the manifest does not name"))
        .anySatisfy(one -> assertThat(one).contains("There is no secret GONE"))
        .anySatisfy(one -> assertThat(one).contains("10.0.0.1 is an address"));
  }

  @Test
  void aWrongTypeNeverAllowsMore() {
    for (String entry :
        List.of(
            "\"methods\": \"GET\"",
            "\"methods\": []",
            "\"tls\": \"yes\"",
            "\"headers\": [1]",
            "\"headers\": {\"X\": 1}")) {
      String settings = "{\"egress\": [{\"host\": \"a.test\", %s}]}".formatted(entry);
      assertThat(read(List.of(), settings, "{}").problems()).as(entry).isNotEmpty();
    }
    for (String settings :
        List.of(
            "{\"egress\": \"b.test\"}",
            "{\"egressMb\": \"10\"}",
            "{\"privateAddresses\": \"true\"}")) {
      assertThat(read(List.of("a.test"), settings, "{}").rules()).as(settings).isNull();
    }
  }

  private static EgressReader.Reading read(
      List<String> hosts, String settings, String obligations) {
    return EgressReader.read(
        hosts,
        json(settings),
        json(obligations),
        List.of("KEY", "GONE"),
        name -> name.equals("KEY") ? Optional.of("s3cret") : Optional.empty());
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }
}
