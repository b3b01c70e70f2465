package io.aleff.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.BundleLimits;
import io.aleff.definition.Json;
import io.aleff.rego.bundle.Bundle;
import io.aleff.server.ServerTest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PolicyEndpointsTest extends ServerTest {

  private static final String ACTIVE = "/api/v1/opa/bundles/active";

  @Test
  void servesTheActiveReleaseAsABundle() throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(as("admin", ACTIVE).GET().build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.openpolicyagent.bundles");
    Bundle bundle =
        Objects.requireNonNull(Bundle.read(answer.body(), BundleLimits.DEFAULT, null).bundle());
    String etag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(etag).isEqualTo("\"" + bundle.manifest().revision() + "\"");
    assertThat(bundle.manifest().roots()).contains("aleff");
    assertThat(bundle.modules()).isNotEmpty();
    assertThat(bundle.modules()).noneMatch(m -> m.path().endsWith("_test.rego"));

    HttpResponse<String> same = send(as("admin", ACTIVE).header("If-None-Match", etag));
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    HttpResponse<String> one =
        send(as("admin", "/api/v1/opa/bundles/" + bundle.manifest().revision()));
    assertThat(one.statusCode()).isEqualTo(200);
    assertThat(send(as("admin", "/api/v1/opa/bundles/" + "0".repeat(64))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void waitsForAnotherReleaseWhenAsked() throws Exception {
    String etag = send(as("admin", ACTIVE)).headers().firstValue("ETag").orElseThrow();
    long start = System.nanoTime();
    HttpResponse<String> waited =
        send(
            as("admin", ACTIVE)
                .header("If-None-Match", etag)
                .header("Prefer", "modes=snapshot,delta;wait=2"));
    assertThat(waited.statusCode()).isEqualTo(304);
    assertThat(System.nanoTime() - start).isGreaterThan(1_900_000_000L);
  }

  private JsonNode tried(String policy, String query, String input) throws Exception {
    ObjectNode body = Json.MAPPER.createObjectNode().put("policy", policy).put("query", query);
    body.set("input", Json.MAPPER.readTree(input));
    HttpResponse<String> answer =
        send(
            as("admin", "/api/v1/playground")
                .header("Content-Type", "application/json")
                .POST(body(body.toString())));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void triesAPolicy() throws Exception {
    String policy = "package p\n\nallow if {\n\tinput.n > 1\n\tinput.n < 9\n}\n";
    JsonNode allowed = tried(policy, "data.p.allow", "{\"n\": 5}");
    assertThat(allowed.path("defined").booleanValue(false)).isTrue();
    assertThat(allowed.at("/solutions/0/result").booleanValue(false)).isTrue();
    assertThat(allowed.at("/coverage/coverage").asDouble()).isEqualTo(100);
    JsonNode printing =
        tried("package p\n\nallow if print(input.n)\n", "data.p.allow", "{\"n\": 5}");
    assertThat(printing.at("/printed/0").asString()).isEqualTo("5");
    JsonNode denied = tried(policy, "data.p.allow", "{\"n\": 10}");
    assertThat(denied.path("defined").booleanValue(true)).isFalse();
    assertThat(denied.at("/rules/0/expressions/1/fails").asInt()).isEqualTo(1);
    assertThat(denied.at("/rules/0/expressions/1/text").asString()).isEqualTo("input.n < 9");
  }

  @Test
  void refusesWhatIsWrongOrTooMuch() throws Exception {
    JsonNode wrong = tried("package p\n\nallow if cuont(input) > 1\n", "data.p.allow", "{}");
    assertThat(wrong.at("/diagnostics/0/line").asInt()).isEqualTo(3);
    JsonNode endless =
        tried(
            """
            package p

            allow if {
              some a in numbers.range(1, 5000)
              some b in numbers.range(1, 5000)
              a * b < 0
            }
            """,
            "data.p.allow",
            "{}");
    assertThat(endless.path("error").asString()).contains("eval_limit");
    assertThat(
            code(
                send(
                    as("demo-requester", "/api/v1/playground")
                        .header("Content-Type", "application/json")
                        .POST(body("{\"policy\": \"package p\", \"query\": \"true\"}")))))
        .isEqualTo("403 forbidden");
  }
}
