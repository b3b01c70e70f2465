package io.aleff.qa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files that are made to break something. None starts a run, none leaves anything behind. */
@ExtendWith(SharedServer.class)
class HostileUploadTest {

  private static final long MEGABYTE = 1_000_000;
  private static final String GOAL = "analyse data.csv and send the report to ana@example.com";
  private static final byte[] TABLE = "a,b\n1,2\n".getBytes(UTF_8);

  private final ServerProcess server;
  private final Api requester;

  HostileUploadTest(ServerProcess server) throws IOException {
    this.server = server;
    requester = server.as("demo-requester");
  }

  @Test
  void withoutContent() throws IOException {
    assertRefused(
        422, "empty-file", Multipart.goal(GOAL).file("data.csv", "text/csv", new byte[0]));
    byte[] blank = " \r\n\t\n".getBytes(UTF_8);
    assertRefused(422, "empty-file", Multipart.goal(GOAL).file("data.csv", "text/csv", blank));
  }

  @Test
  void whatIsNoText() throws IOException {
    byte[] noise = new byte[50_000];
    new Random(11).nextBytes(noise);
    assertRefused(422, "binary-file", Multipart.goal(GOAL).file("data.csv", "text/csv", noise));
    assertRefused(422, "binary-file", Multipart.goal(GOAL).file("data.csv", "text/csv", zip()));
    byte[] late = ("a,b\n" + "1,2\n".repeat(50_000) + "\0").getBytes(UTF_8);
    assertRefused(422, "binary-file", Multipart.goal(GOAL).file("data.csv", "text/csv", late));
  }

  @Test
  void whatIsTooLarge() throws IOException {
    byte[] lines = "a,b\n1,2\n".repeat(12_500).getBytes(UTF_8);
    Multipart large =
        Multipart.goal(GOAL)
            .file("data.csv", "text/csv", 200 * MEGABYTE, () -> repeated(lines, 2_000));

    JsonNode problem = assertRefused(413, "too-large", large);
    assertThat(problem.get("detail").asString()).contains("100 MB", "aleff.upload.max-file-size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", " ", "a/ ", "\\\\"})
  void namesThatAreNone(String name) throws IOException {
    assertRefused(422, "bad-file-name", Multipart.goal(GOAL).file(name, "text/csv", TABLE));
  }

  @Test
  void twoFilesOfOneName() throws IOException {
    assertRefused(
        422,
        "duplicate-file",
        Multipart.goal(GOAL)
            .file("data.csv", "text/csv", TABLE)
            .file("../DATA.csv", "text/csv", TABLE));
  }

  @Test
  void namesThatPointElsewhereStayInTheWorkspace() throws IOException {
    String mark = "evil" + Long.toString(System.nanoTime(), 36) + ".csv";
    String goal = "analyse " + mark + " and send the report to ana@example.com";
    HttpResponse<String> answer =
        requester.submit(goal, "../../../../../../tmp/" + mark, "text/csv", TABLE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String run = Json.MAPPER.readTree(answer.body()).get("id").asString();
    assertThat(requester.post("/runs/" + run + "/cancel", Map.of()).statusCode()).isEqualTo(202);

    assertThat(requester.json("/runs/" + run + "/files?path=input").valueStream())
        .extracting(file -> file.get("path").asString())
        .containsExactly("input/" + mark);
    assertThat(Path.of("/tmp", mark)).doesNotExist();
    try (Stream<Path> all = Files.walk(server.home())) {
      assertThat(all.filter(file -> file.getFileName().toString().equals(mark)))
          .allSatisfy(file -> assertThat(file.toString()).contains(run));
    }
  }

  @Test
  void contentTypesThatAreNoGoal() throws IOException {
    for (String type :
        List.of("text/plain", "application/xml", "application/x-java-serialized-object")) {
      HttpResponse<String> answer = requester.post("/runs", type, "{\"goal\":\"" + GOAL + "\"}");
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
      assertThat(answer.body()).as(type).contains("\"code\"").doesNotContain("Exception");
    }
    HttpResponse<String> answer = requester.post("/runs", Multipart.goal(GOAL, "text/html"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    answer = requester.post("/runs", "multipart/form-data", "no boundary");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    answer = requester.post("/runs", "multipart/form-data; boundary=x", "--x\r\ncut off");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertNothingLeft();
  }

  private JsonNode assertRefused(int status, String code, Multipart form) throws IOException {
    int before = requester.json("/runs?limit=200").get("items").size();
    HttpResponse<String> answer = requester.post("/runs", form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = Json.MAPPER.readTree(answer.body());
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(requester.json("/runs?limit=200").get("items")).hasSize(before);
    assertNothingLeft();
    return problem;
  }

  /** The container puts large parts of a form into this folder while it reads. */
  private void assertNothingLeft() {
    Awaitility.await("the folder of uploads is empty")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              try (Stream<Path> left = Files.list(server.home().resolve("uploads"))) {
                assertThat(left).isEmpty();
              }
            });
  }

  private static InputStream repeated(byte[] block, int times) {
    return new InputStream() {
      private int used;
      private InputStream now = new ByteArrayInputStream(new byte[0]);

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        int n = now.read(into, from, most);
        if (n < 0 && used < times) {
          used++;
          now = new ByteArrayInputStream(block);
          n = now.read(into, from, most);
        }
        return n;
      }
    };
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../../evil.csv"));
      zip.write(TABLE);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
