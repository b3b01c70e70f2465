package io.aleff.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aleff.server.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The files of a run over HTTP; the run itself is stopped as soon as its files are in. */
class WorkspaceTest extends ServerTest {

  private static final String REQUEST =
      "--edge\r\nContent-Disposition: form-data; name=\"request\"\r\n"
          + "Content-Type: application/json\r\n\r\n"
          + "{\"goal\":\"analyse sales.csv and send the report to ana@example.com\"}"
          + "\r\n--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"NAME\"\r\n"
          + "Content-Type: text/csv\r\n\r\nday,amount\n2026-01-01,3\n\r\n--edge--\r\n";

  private String stoppedRun() throws Exception {
    HttpResponse<String> submitted = submit("sales.csv");
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
    String id = json(submitted).path("id").asString();
    send(as("demo-requester", run(id, "/cancel")).POST(body("{}")));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state(id).matches("cancelled|failed|success|rolled_back"));
    return id;
  }

  private HttpResponse<String> submit(String name) throws IOException, InterruptedException {
    return send(
        as("demo-requester", "/api/v1/runs")
            .header("Content-Type", "multipart/form-data; boundary=edge")
            .POST(BodyPublishers.ofString(REQUEST.replace("NAME", name))));
  }

  private String state(String id) throws Exception {
    return get("demo-requester", run(id, "")).path("state").asString("");
  }

  private static String run(String id, String rest) {
    return "/api/v1/runs/" + id + rest;
  }

  private JsonNode get(String user, String path) throws Exception {
    return json(send(as(user, path).GET()));
  }

  private String code(String path) throws Exception {
    return code(send(as("demo-requester", path).GET()));
  }

  private HttpResponse<String> restore(String user, String id, String json) throws Exception {
    return send(
        as(user, run(id, "/restore")).header("Content-Type", "application/json").POST(body(json)));
  }

  @Test
  void checkpointsAreListedComparedAndBroughtBack() throws Exception {
    String id = stoppedRun();
    JsonNode checkpoints = get("demo-requester", run(id, "/checkpoints"));
    String newest = checkpoints.get(0).path("id").asString();
    String empty = checkpoints.get(checkpoints.size() - 1).path("id").asString();

    JsonNode diff =
        get("demo-requester", run(id, "/diff?from=" + empty + "&to=" + newest)).path("files");
    JsonNode sales =
        diff.valueStream()
            .filter(file -> file.path("path").asString().equals("input/sales.csv"))
            .findFirst()
            .orElseThrow();
    assertThat(sales.path("status").asString()).isEqualTo("added");
    assertThat(sales.path("kind").asString()).isEqualTo("text");
    assertThat(sales.path("hunks").get(0).path("lines").get(0).asString()).isEqualTo("+day,amount");
    assertThat(get("demo-requester", run(id, "/files?path=input&checkpoint=" + empty))).isEmpty();
    assertThat(
            get("demo-requester", run(id, "/files?path=input&checkpoint=" + newest))
                .get(0)
                .path("name")
                .asString())
        .isEqualTo("sales.csv");

    HttpResponse<String> done = restore("demo-requester", id, "{\"checkpoint\":\"" + empty + "\"}");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(get("demo-requester", run(id, "/files"))).isEmpty();
    assertThat(code(restore("demo-requester", id, "{\"checkpoint\":\"" + empty + "\"}")))
        .isEqualTo("409 nothing-to-restore");
    HttpResponse<String> one =
        restore("admin", id, "{\"checkpoint\":\"" + newest + "\",\"path\":\"input/sales.csv\"}");
    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    HttpResponse<String> content =
        send(as("demo-requester", run(id, "/file?path=input/sales.csv")).GET());
    assertThat(content.body()).startsWith("day,amount\n");
    assertThat(content.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));
    assertThat(get("demo-requester", run(id, "/timeline")).toString())
        .contains("workspace.restored", "admin brought back input/sales.csv");
  }

  @Test
  void onlyThoseWhoSteerTheRunBringFilesBackAndNonsenseIsNamed() throws Exception {
    String id = stoppedRun();
    String head = get("demo-requester", run(id, "/checkpoints")).get(0).path("id").asString();
    String unknown = "0".repeat(40);
    String good = "{\"checkpoint\":\"" + head + "\"}";
    assertThat(restore("demo-approver", id, good).statusCode()).isEqualTo(403);
    assertThat(code(restore("demo-requester", id, "{}"))).isEqualTo("422 bad-restore");
    assertThat(code(restore("demo-requester", id, "{\"checkpoint\":\"HEAD\"}")))
        .isEqualTo("400 bad-parameter");
    assertThat(code(restore("demo-requester", id, "{\"checkpoint\":\"" + unknown + "\"}")))
        .isEqualTo("404 no-checkpoint");
    String path = ",\"path\":\"../x\"}";
    assertThat(code(restore("demo-requester", id, good.replace("}", path))))
        .isEqualTo("400 bad-parameter");
    assertThat(code(run(id, "/diff?from=" + unknown + "&to=" + head))).isEqualTo("404 not-found");
    assertThat(code(run(id, "/diff?from=" + head + "&to=" + unknown))).isEqualTo("404 not-found");
    assertThat(code(run(id, "/files?checkpoint=" + unknown))).isEqualTo("404 not-found");
    assertThat(code(run(id, "/file?path=no.txt"))).isEqualTo("404 not-found");
    assertThat(code(run(id, "/archive?checkpoint=" + unknown))).isEqualTo("404 not-found");
    assertThat(code(run("nope", "/checkpoints"))).isEqualTo("404 not-found");
  }

  @Test
  void aCheckpointComesAsAnArchive() throws Exception {
    String id = stoppedRun();
    HttpResponse<byte[]> answer =
        HTTP.send(
            as("demo-requester", run(id, "/archive")).GET().build(), BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
    assertThat(answer.headers().firstValue("Content-Disposition").orElse("")).contains(id + ".zip");
    Map<String, String> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        entries.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(entries).containsEntry("input/sales.csv", "day,amount\n2026-01-01,3\n");
  }

  @Test
  void aFileThatMayHoldASecretIsRefused() throws Exception {
    HttpResponse<String> refused = submit("server.pem");
    assertThat(code(refused)).isEqualTo("422 bad-file");
    assertThat(json(refused).path("detail").asString()).contains("*.pem");
  }

  @Test
  void theInterfaceIsDescribed() throws Exception {
    JsonNode paths = get("demo-requester", "/api/v1/openapi.json").path("paths");
    assertThat(paths.propertyNames())
        .contains(
            "/api/v1/runs/{id}/checkpoints",
            "/api/v1/runs/{id}/diff",
            "/api/v1/runs/{id}/archive",
            "/api/v1/runs/{id}/restore");
  }
}
