package io.aleff.cli.run;

import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.ServerEvent;
import io.aleff.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Tells the story, keeps each plan as a BPMN file, and brings approvals before a person. */
final class DemoListener implements RunListener {

  private final AleffClient client;
  private final RunStory story;
  private final DemoApproval approval;
  private final Terminal terminal;
  private final Words words;
  private final Path folder;

  DemoListener(
      AleffClient client,
      RunStory story,
      DemoApproval approval,
      Terminal terminal,
      Words words,
      Path folder) {
    this.client = client;
    this.story = story;
    this.approval = approval;
    this.terminal = terminal;
    this.words = words;
    this.folder = folder;
  }

  @Override
  public void state(JsonNode run) throws InterruptedException {
    if (story.plan(run)) {
      keep(Fields.text(run, "id"), run.path("planRevision").intValue(1));
    }
    story.detail(run);
    String state = Fields.text(run, "state");
    if (!RunWatch.ended(state)) {
      approval.look(run);
    }
  }

  @Override
  public void event(ServerEvent event) {
    if (event.type().equals("step")) {
      story.step(event.data());
    } else {
      story.output(event.data());
    }
  }

  private void keep(String run, int revision) {
    Path file = folder.resolve("plan-" + revision + ".bpmn");
    try {
      Files.createDirectories(folder);
      Files.write(file, PlanFile.bytes(client, run, revision));
      terminal.line(words.say("written", file));
      terminal.line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
