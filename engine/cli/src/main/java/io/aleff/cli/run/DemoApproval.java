package io.aleff.cli.run;

import io.aleff.cli.approval.Answers;
import io.aleff.cli.approval.ApprovalText;
import io.aleff.cli.approval.Approvals;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.ApiProblem;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows what waits for approval and takes the answer, here or from the browser. */
final class DemoApproval {

  private final AleffClient client;
  private final Approvals approvals;
  private final String approver;
  private final Terminal terminal;
  private final Words words;
  private final boolean yes;
  private final boolean full;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param client with the approver's token
   * @param yes approve without asking
   * @param full show files whole
   */
  DemoApproval(
      AleffClient client,
      String approver,
      Terminal terminal,
      Words words,
      boolean yes,
      boolean full) {
    this.client = client;
    this.approvals = new Approvals(client);
    this.approver = approver;
    this.terminal = terminal;
    this.words = words;
    this.yes = yes;
    this.full = full;
  }

  /** Looks whether a run waits for an approval that was not shown yet. */
  void look(JsonNode run) throws InterruptedException {
    boolean waits = Fields.text(run, "state").equals("waiting");
    for (JsonNode step : run.path("steps")) {
      waits |= Fields.text(step, "state").equals("waiting");
    }
    if (!waits) {
      return;
    }
    for (String id : approvals.openOf(Fields.text(run, "id"))) {
      if (seen.add(id)) {
        handle(id);
      }
    }
  }

  private void handle(String id) throws InterruptedException {
    JsonNode approval = approvals.find(id);
    new ApprovalText(terminal, words, client.console("inbox/" + id), full).print(approval);
    terminal.line();
    try {
      if (yes) {
        approve(approval);
      } else if (terminal.interactive()) {
        ask(approval);
      } else {
        terminal.line(words.say("approval.nobody", id));
        terminal.line(words.say("approval.open", client.console("inbox/" + id)));
      }
    } catch (ApiProblem e) {
      terminal.line(terminal.styled(Style.BAD, SafeText.line(String.valueOf(e.getMessage()))));
    }
  }

  private void ask(JsonNode approval) throws InterruptedException {
    String id = Fields.text(approval, "id");
    while (true) {
      String answer = terminal.ask(words.say("approval.ask") + " ", settled(id));
      if (answer == null) {
        terminal.line(words.say("approval.elsewhere", words.state(state(id))));
        return;
      }
      String said = answer.toLowerCase(Locale.ROOT);
      if (Answers.YES.contains(said)) {
        approve(approval);
        return;
      }
      if (Answers.NO.contains(said)) {
        reject(approval);
        return;
      }
      if (Answers.BROWSER.contains(said)) {
        terminal.line(words.say("approval.open", client.console("inbox/" + id)));
        return;
      }
      terminal.line(words.say("approval.answer"));
    }
  }

  private void approve(JsonNode approval) {
    approvals.approve(Fields.text(approval, "id"), Fields.text(approval, "digest"), null);
    terminal.line(terminal.styled(Style.GOOD, words.say("approval.yes", approver)));
  }

  private void reject(JsonNode approval) throws InterruptedException {
    String id = Fields.text(approval, "id");
    @Nullable String reason = terminal.ask(words.say("approval.reason") + " ", settled(id));
    String given = reason == null || reason.isBlank() ? "no" : reason;
    approvals.reject(id, Fields.text(approval, "digest"), given);
    terminal.line(terminal.styled(Style.BAD, words.say("approval.no", approver)));
  }

  /** Whether somebody else has answered meanwhile; the service is asked every two seconds. */
  private BooleanSupplier settled(String id) {
    Instant[] next = {Instant.now()};
    return () -> {
      if (Instant.now().isBefore(next[0])) {
        return false;
      }
      next[0] = Instant.now().plus(Duration.ofSeconds(2));
      return !state(id).equals("open");
    };
  }

  private String state(String id) {
    return Fields.text(client.get("/approvals/" + AleffClient.part(id)), "state");
  }
}
