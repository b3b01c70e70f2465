package io.aleff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalAndOperationTest {

  private static final String APPROVAL =
      "{\"id\":\"a1\",\"runId\":\"r1\",\"digest\":\"dd\",\"state\":\"open\",\"action\":\"send\",\"connector\":\"mail\",\"operation\":\"send\",\"preview\":\"To: x\",\"risk\":9}";

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
  void approvesTheDigestItHasShown() {
    service
        .on("GET /approvals/a1", APPROVAL)
        .on(
            "POST /approvals/a1/approve",
            "{\"state\":\"approved\",\"required\":1,\"approvals\":1}");
    Cli.Outcome outcome = aleff("approve", "a1", "--comment", "fine");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("│ To: x", "approved");
    assertThat(service.requests("POST /approvals/a1/approve").getFirst().body())
        .isEqualTo("{\"digest\":\"dd\",\"comment\":\"fine\"}");
  }

  @Test
  void approvesOnlyAPinnedDigest() {
    service
        .on("GET /approvals/a1", APPROVAL)
        .on(
            "POST /approvals/a1/approve",
            409,
            "{\"code\":\"digest-mismatch\",\"detail\":\"The action has changed.\"}");
    Cli.Outcome outcome = aleff("approve", "a1", "--digest", "ee");
    assertThat(outcome.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("digest-mismatch");
    assertThat(service.requests("POST /approvals/a1/approve").getFirst().body()).contains("\"ee\"");
  }

  @Test
  void findsTheRequestOfARun() {
    service
        .on("GET /approvals?state=open", "{\"items\":[{\"id\":\"a1\",\"runId\":\"r1\"}]}")
        .on("GET /approvals/a1", APPROVAL)
        .on("POST /approvals/a1/reject", "{\"state\":\"rejected\"}");
    Cli.Outcome outcome = aleff("reject", "r1", "--reason", "no");
    assertThat(outcome.exit()).isZero();
    assertThat(service.requests("POST /approvals/a1/reject").getFirst().body())
        .isEqualTo("{\"digest\":\"dd\",\"reason\":\"no\"}");
    assertThat(aleff("reject", "r9", "--reason", "no").exit()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void listsTheInbox() {
    service
        .on("GET /approvals?state=open", "{\"items\":[" + APPROVAL + "]}")
        .on("GET /approvals?state=done", "{\"items\":[]}");
    assertThat(aleff("inbox").out()).contains("a1", "send");
    assertThat(aleff("inbox", "--state", "done").err()).contains("Nothing waits");
  }

  @Test
  void verifiesTheAuditChain() {
    service
        .on("GET /audit/verify", "{\"valid\":true,\"events\":42,\"head\":\"abc\"}")
        .on(
            "GET /audit/verify",
            "{\"valid\":false,\"events\":42,\"brokenAt\":17,\"reason\":\"hash differs\"}");
    Cli.Outcome whole = aleff("audit", "verify");
    assertThat(whole.exit()).isZero();
    assertThat(whole.out()).contains("whole", "42");
    Cli.Outcome broken = aleff("audit", "verify");
    assertThat(broken.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(broken.out()).contains("broken at event 17 of 42: hash differs");
  }

  @Test
  void exportsTheAuditChain() {
    service.on("GET /audit/export", "{\"seq\":1}\n{\"seq\":2}\n");
    assertThat(aleff("audit", "export").out()).isEqualTo("{\"seq\":1}\n{\"seq\":2}\n");
    aleff("audit", "export", "--out", "chain.ndjson");
    assertThat(home.resolve("chain.ndjson")).hasContent("{\"seq\":1}\n{\"seq\":2}\n");
  }

  @Test
  void saysWhatToFix() {
    service.on(
        "GET /doctor",
        "[{\"check\":\"sandbox\",\"ok\":false,\"detail\":\"no bwrap\",\"fix\":\"apt-get install bubblewrap\"},{\"check\":\"database\",\"ok\":true,\"detail\":\"17\"}]");
    Cli.Outcome outcome = aleff("doctor");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.out())
        .contains("✗ sandbox: no bwrap", "    apt-get install bubblewrap", "✓ database: 17");
  }

  @Test
  void makesATokenAndLeavesItAloneOnTheOutput() {
    service.on("POST /tokens", 201, "{\"token\":\"secret\"}");
    assertThat(aleff("token", "--label", "ci", "--days", "7").out()).isEqualTo("secret\n");
    assertThat(service.requests("POST /tokens").getFirst().body())
        .isEqualTo("{\"label\":\"ci\",\"days\":7}");
  }

  @Test
  void handlesDeadLetters() {
    service
        .on(
            "GET /dead-letters",
            "{\"items\":[{\"id\":\"d1\",\"run\":\"r1\",\"step\":\"s1\",\"reason\":\"unknown outcome\"}]}")
        .on("POST /dead-letters/d1/replay", "{\"id\":\"d1\",\"state\":\"replayed\"}");
    assertThat(aleff("dead-letters").out()).contains("d1  r1   s1", "unknown outcome");
    assertThat(aleff("dead-letters", "--replay", "d1").out()).contains("replayed");
    assertThat(aleff("dead-letters", "--replay", "d1", "--discard", "d1").exit())
        .isEqualTo(ExitCode.USAGE);
  }
}
