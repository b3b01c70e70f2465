package io.aleff.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import io.aleff.cli.Golden;
import io.aleff.cli.ScriptedService;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandsTest {

  @TempDir Path home;
  private final ScriptedService service = ScriptedService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  private Cli.Outcome aleff(String... args) {
    return new Cli(home).server(service.url()).run(args);
  }

  @Test
  void startsARunWithWordsAndFiles() throws IOException {
    service.on("POST /runs", 201, "{\"id\":\"r1\",\"state\":\"pending\",\"goal\":\"g\"}");
    Files.writeString(home.resolve("a \"b\".csv"), "x");
    Cli.Outcome outcome = aleff("run", "do it", "--file", "a \"b\".csv", "--key", "k1");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).startsWith("r1  pending");
    String body = service.requests("POST /runs").getFirst().body();
    assertThat(body)
        .contains("\"goal\":\"do it\"", "\"idempotencyKey\":\"k1\"", "filename=\"a _b_.csv\"");
  }

  @Test
  void startsARunWithATask() {
    service.on("POST /runs", 201, "{\"id\":\"r1\"}");
    aleff("run", "--task", "clean", "--arg", "source=a=b.csv", "--json");
    assertThat(service.requests("POST /runs").getFirst().body())
        .contains("\"task\":\"clean\"", "\"source\":\"a=b.csv\"");
  }

  @Test
  void namesTheNearestPhrases() {
    service.on(
        "POST /runs",
        422,
        "{\"code\":\"no-task\",\"detail\":\"No task matches.\",\"details\":[\"analyse {source}\"]}");
    Cli.Outcome outcome = aleff("run", "fly to the moon");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.err()).contains("No task matches. (no-task)", "analyse {source}");
  }

  @Test
  void watchesToTheEndAndSaysHowItEnded() {
    service
        .on("POST /runs", 201, "{\"id\":\"r1\"}")
        .on("GET /runs/r1", Story.running())
        .on("GET /runs/r1", Story.running())
        .on("GET /runs/r1", Story.failed());
    service.event(
        1,
        "output",
        "{\"runId\":\"r1\",\"stepId\":\"s3\",\"stream\":\"stdout\",\"text\":\"row 1\\u001b[2J\\nrow 2\\n\"}");
    service.event(
        2,
        "output",
        "{\"runId\":\"r2\",\"stepId\":\"s3\",\"stream\":\"stdout\",\"text\":\"not mine\"}");
    service.event(
        3,
        "step",
        "{\"runId\":\"r1\",\"id\":\"s3\",\"action\":\"clean-strict\",\"state\":\"retrying\",\"attempt\":1,\"error\":\"timeout\"}");
    service.event(4, "run", "{\"id\":\"r1\",\"state\":\"failed\"}");
    Cli.Outcome outcome = aleff("run", "x", "--watch");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.out())
        .contains(
            "clean-strict | row 1\\u{1b}[2J",
            "clean-strict | row 2",
            "tries again: timeout",
            "The goal was not reached")
        .doesNotContain("not mine", "\u001b");
  }

  @Test
  void goesOnAfterABrokenConnection() {
    service
        .on("GET /runs/r1", Story.running())
        .on("GET /runs/r1", Story.running())
        .on("GET /runs/r1", Story.done());
    service.event(
        7,
        "step",
        "{\"runId\":\"r1\",\"id\":\"s2\",\"action\":\"fetch-style\",\"state\":\"denied\",\"attempt\":1}");
    service.hangUp();
    Cli.Outcome outcome = aleff("show", "r1", "--watch");
    assertThat(outcome.exit()).isZero();
    assertThat(service.requests("GET /events"))
        .first()
        .satisfies(r -> assertThat(r.lastEventId()).isNull());
  }

  @Test
  void listsRuns() {
    service.on(
        "GET /runs?limit=2&state=failed&q=a%20b",
        "{\"items\":[{\"id\":\"r1\",\"state\":\"failed\",\"progress\":40,\"requester\":\"ana\",\"createdAt\":\"2026-11-21T10:00:00.123Z\",\"goal\":\"x\"}],\"nextCursor\":\"c\"}");
    Cli.Outcome outcome = aleff("runs", "-n", "2", "--state", "failed", "-q", "a b");
    assertThat(outcome.out()).contains("r1   failed  40  ana        2026-11-21 10:00:00  x");
    assertThat(outcome.err()).contains("--limit");
  }

  @Test
  void showsARunAndWritesItsPlan() {
    service.on("GET /runs/r1", Story.done()).on("GET /runs/r1/bpmn", "<bpmn/>");
    Cli.Outcome outcome = aleff("show", "r1", "--bpmn", "plan.bpmn");
    assertThat(home.resolve("plan.bpmn")).hasContent("<bpmn/>");
    Golden.check("show", outcome.out().replace(service.url(), "http://service"));
  }

  @Test
  void printsJsonForPrograms() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = aleff("show", "r1", "--json");
    assertThat(Json.MAPPER.readTree(outcome.out()).path("id").asString("")).isEqualTo("r1");
  }

  @Test
  void simulates() {
    String simulation =
        """
        {"goal":"g","tree":{"kind":"task","task":"t","arguments":{},"method":"m","reasons":["r"],"rejected":[],"children":[{"kind":"step","stepId":"s1"}]},
         "steps":[{"id":"s1","action":"send","connector":"mail","operation":"send","arguments":{},"verdict":"approve","risk":50,
          "reasons":[{"source":"p","message":"why"}],"requirements":[{"group":"approver","count":2,"reason":"mail"}]}],"bpmn":"<bpmn/>"}
        """;
    service.on("POST /simulate", simulation);
    Cli.Outcome outcome = aleff("simulate", "g", "--bpmn", "p.bpmn");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains("send() [mail.send]", "approve", "why [p]; 2 × approver: mail");
    assertThat(home.resolve("p.bpmn")).hasContent("<bpmn/>");
  }

  @Test
  void cancelsAndRetries() {
    service
        .on("POST /runs/r1/cancel", 202, "{\"id\":\"r1\",\"state\":\"cancelled\"}")
        .on("POST /runs/r1/retry", 202, "{\"id\":\"r1\",\"state\":\"running\"}");
    assertThat(aleff("cancel", "r1").out()).contains("cancelled");
    assertThat(aleff("retry", "r1", "--from", "start").out()).contains("running");
    assertThat(service.requests("POST /runs/r1/retry").getFirst().body())
        .isEqualTo("{\"from\":\"start\"}");
  }

  @Test
  void rollsBackAndWaits() {
    String undone =
        Story.done()
            .replace("\"state\":\"success\",\"progress\"", "\"state\":\"rolled_back\",\"progress\"")
            .replace(
                "\"action\":\"draw-charts\",\"label\":\"draw-charts\"",
                "\"action\":\"draw-charts\",\"label\":\"x\"");
    service
        .on("GET /runs/r1", Story.done())
        .on("GET /runs/r1", Story.done())
        .on("GET /runs/r1", undone)
        .on("POST /runs/r1/rollback", 202, "{\"id\":\"r1\",\"state\":\"success\"}");
    service.event(1, "run", "{\"id\":\"r1\",\"state\":\"rolled_back\"}");
    Cli.Outcome outcome = aleff("rollback", "r1");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("The run was undone.").doesNotContain("Plan 2");
  }

  @Test
  void refusesARollbackThatTheStateDoesNotAllow() {
    service
        .on("GET /runs/r1", Story.running())
        .on(
            "POST /runs/r1/rollback",
            409,
            "{\"code\":\"not-ended\",\"detail\":\"The run has not ended.\"}");
    assertThat(aleff("rollback", "r1").exit()).isEqualTo(ExitCode.REFUSED);
  }
}
