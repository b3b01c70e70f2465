package io.aleff.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.cli.Cli;
import io.aleff.cli.ExitCode;
import io.aleff.cli.Golden;
import io.aleff.cli.ScriptedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  private static final String APPROVE = "POST /approvals/a1/approve";
  private static final String REJECT = "POST /approvals/a1/reject";
  private static final String DIGEST = "d".repeat(64);

  @TempDir Path home;
  private final ScriptedService service = ScriptedService.start();

  @BeforeEach
  void script() throws IOException {
    Files.writeString(home.resolve("sales.csv"), "a,b\n1,2\n");
    service
        .on("GET /session", "{}")
        .on(
            "POST /runs",
            201,
            "{\"id\":\"r1\",\"state\":\"pending\",\"goal\":\"analyse sales.csv and send the report to ana@example.com\"}")
        .on("GET /runs/r1", Story.running())
        .on("GET /runs/r1", Story.replanned())
        .on("GET /runs/r1", Story.waiting())
        .on("GET /runs/r1/bpmn?revision=1", "<bpmn/>")
        .on("GET /runs/r1/bpmn?revision=2", "<bpmn2/>")
        .on(
            "GET /approvals?state=open",
            "{\"items\":[{\"id\":\"a0\",\"runId\":\"r0\"},{\"id\":\"a1\",\"runId\":\"r1\"}]}")
        .on("GET /approvals/a1", Story.approval("open"))
        .on(APPROVE, "{\"id\":\"a1\",\"state\":\"approved\"}")
        .on(REJECT, "{\"id\":\"a1\",\"state\":\"rejected\"}")
        .on("GET /runs/r1/file?path=report%2Freport.html", "<html>report</html>")
        .on("GET /runs/r1/file?path=..%2F..%2Fevil", "evil");
    for (int i = 1; i <= 3; i++) {
      service.event(i, "plan", "{\"runId\":\"r1\",\"revision\":1}");
    }
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Cli cli() {
    return new Cli(home).server(service.url());
  }

  private String stable(String text) {
    return text.replace(service.url(), "http://service").replace(home.toString(), "HOME");
  }

  @Test
  void tellsTheWholeStoryAndApprovesWhenToldTo() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().run("demo", "sales.csv", "--yes");
    Golden.check("demo", stable(outcome.out()));
    assertThat(outcome.exit()).isZero();
    assertThat(service.requests(APPROVE))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.token()).isEqualTo("Bearer token-of-demo-approver");
              assertThat(request.body()).contains(DIGEST);
            });
    assertThat(service.requests("POST /runs"))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.token()).isEqualTo("Bearer token-of-demo-requester");
              assertThat(request.body())
                  .contains("name=\"request\"", "filename=\"sales.csv\"", "a,b\n1,2\n");
            });
    assertThat(home.resolve("results/r1/report/report.html")).hasContent("<html>report</html>");
    assertThat(home.resolve("results/r1/plan-2.bpmn")).hasContent("<bpmn2/>");
    assertThat(home.resolve("evil")).doesNotExist();
  }

  @Test
  void tellsItInPortuguese() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().run("demo", "sales.csv", "--yes", "--lang", "pt-BR");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Isto precisa de aprovação", "O objetivo foi alcançado");
    assertThat(service.requests("POST /runs").getFirst().body())
        .contains("analise sales.csv e envie o relatório para ana@example.com");
  }

  @Test
  void asksAPersonAndTakesYes() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().person("what?\ny\n").run("demo", "sales.csv");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains("approve? [y/n/browser]", "Please answer", "Approved as demo-approver");
    assertThat(service.requests(APPROVE)).hasSize(1);
  }

  @Test
  void asksAPersonAndTakesNoWithAReason() {
    service.on("GET /runs/r1", Story.failed());
    Cli.Outcome outcome = cli().person("n\nnot today\n").run("demo", "sales.csv");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(service.requests(APPROVE)).isEmpty();
    assertThat(service.requests(REJECT))
        .singleElement()
        .satisfies(r -> assertThat(r.body()).contains("not today"));
    assertThat(outcome.out()).contains("The goal was not reached: rejected");
  }

  @Test
  void sendsAPersonToTheBrowser() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().person("browser\n").run("demo", "sales.csv");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains(service.url() + "/console/inbox/a1");
    assertThat(service.requests(APPROVE)).isEmpty();
  }

  @Test
  void noticesAnAnswerFromElsewhere() {
    service.on("GET /approvals/a1", Story.approval("approved")).on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().person("").run("demo", "sales.csv");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Answered elsewhere: approved");
  }

  @Test
  void neverApprovesWhereNobodyCanBeAsked() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().run("demo", "sales.csv");
    assertThat(outcome.out())
        .contains("Nobody can be asked here")
        .contains("aleff approve a1 --as demo-approver");
    assertThat(service.requests(APPROVE)).isEmpty();
  }

  @Test
  void needsAFileThatExists() {
    assertThat(cli().run("demo", "missing.csv").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void saysThatTheServiceHasNoDemoUsers() throws IOException {
    Cli cli = cli();
    Files.delete(home.resolve("tokens/demo-requester.token"));
    Cli.Outcome outcome = cli.run("demo", "sales.csv");
    assertThat(outcome.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("--demo");
  }

  @Test
  void saysThatTheServiceIsDown() {
    service.close();
    assertThat(cli().run("demo", "sales.csv").exit()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void printsOneJsonDocumentForPrograms() {
    service.on("GET /runs/r1", Story.done());
    Cli.Outcome outcome = cli().run("demo", "sales.csv", "--yes", "--json");
    assertThat(outcome.exit()).isZero();
    assertThat(io.aleff.definition.Json.MAPPER.readTree(outcome.out()).path("state").asString(""))
        .isEqualTo("success");
  }
}
