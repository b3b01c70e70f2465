package io.aleff.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.server.ServerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UploadTest extends ServerTest {

  private static final String GOAL =
      "{\"goal\":\"analyse sales.csv and send the report to ana@example.com\"}";

  @Test
  void aTableIsAccepted() throws Exception {
    HttpResponse<String> answer = submit("sales.csv", utf8("day,amount\n2026-01-01,3\n"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(json(answer).path("task").asString()).isEqualTo("deliver-report");
  }

  @Test
  void spreadsheetEncodingsAreAccepted() throws Exception {
    String text = "dia;valor\n1;ação\n";
    byte[] wide = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
    assertThat(submit("sales.csv", wide).statusCode()).isEqualTo(201);
    byte[] western = text.getBytes(Charset.forName("windows-1252"));
    assertThat(submit("sales.csv", western).statusCode()).isEqualTo(201);
  }

  @Test
  void emptyAndBinaryFilesAreRefusedAtTheDoor() throws Exception {
    assertThat(code(submit("sales.csv", new byte[0]))).isEqualTo("422 empty-file");
    assertThat(code(submit("sales.csv", utf8(" \n\n ")))).isEqualTo("422 empty-file");
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    assertThat(code(submit("sales.csv", noise))).isEqualTo("422 binary-file");
    assertThat(code(submit("sales.csv", utf8("PK\u0003\u0004rest of a workbook"))))
        .isEqualTo("422 binary-file");
  }

  @Test
  void aFileBeyondTheLimitIsRefusedWithTheLimit() throws Exception {
    HttpResponse<String> answer = submit("sales.csv", utf8("a,b\n1,2\n".repeat(2_000_000)));

    assertThat(code(answer)).isEqualTo("413 too-large");
    assertThat(json(answer).path("detail").asString()).contains("1 MB");
  }

  @Test
  void namesCannotLeaveTheWorkspace() throws Exception {
    assertThat(Uploads.name("../../etc/passwd")).isEqualTo("passwd");
    assertThat(Uploads.name("C:\\data\\my sales.csv")).isEqualTo("my sales.csv");
    assertThat(Uploads.name(".git")).isEqualTo("_git");
    assertThat(Uploads.name("a$(rm -rf).csv")).isEqualTo("a_(rm -rf).csv");
    assertThat(code(submit("..", utf8("a\n")))).startsWith("422");
  }

  @Test
  void wrongRequestsGetAClearProblem() throws Exception {
    assertThat(code(post("{\"goall\":\"x\"}"))).isEqualTo("400 bad-json");
    assertThat(code(post("{}"))).isEqualTo("422 bad-goal");
    assertThat(code(post("{\"goal\":"))).isEqualTo("400 bad-json");
    assertThat(code(post("{\"goal\":\"a\\u0000b\"}"))).isEqualTo("400 bad-json");
    HttpResponse<String> unmatched = post("{\"goal\":\"make me a sandwich\"}");
    assertThat(code(unmatched)).isEqualTo("422 no-task");
    assertThat(json(unmatched).path("nearestPhrases").size()).isPositive();
    assertThat(unmatched.body()).doesNotContain("at io.aleff");
  }

  private HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return send(
        as("demo-requester", "/api/v1/runs")
            .header("Content-Type", "application/json")
            .POST(body(json)));
  }

  private HttpResponse<String> submit(String name, byte[] content)
      throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        utf8(
            "--edge\r\nContent-Disposition: form-data; name=\"request\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + GOAL
                + "\r\n--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                + name
                + "\"\r\nContent-Type: text/csv\r\n\r\n"));
    out.write(content);
    out.write(utf8("\r\n--edge--\r\n"));
    return send(
        as("demo-requester", "/api/v1/runs")
            .header("Content-Type", "multipart/form-data; boundary=edge")
            .POST(HttpRequest.BodyPublishers.ofByteArray(out.toByteArray())));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
