package io.aleff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.runtime.fixture.Session;
import io.aleff.runtime.fixture.TestClock;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.WorkspacePort;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people may do with the files of a run, and how long they are kept. */
class WorkspaceControlsTest {

  @TempDir Path directory;
  private final TestClock clock = new TestClock();
  private World world;
  private Session session;

  @BeforeEach
  void build() {
    world = new World(directory);
    world.clock = clock;
    session = new Session(world);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private Runs runs() {
    return session.runtime().runs();
  }

  private static String code(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?> refused ? refused.code() : "accepted";
  }

  private String head(String id) {
    return world.workspaces.head(World.TENANT, id);
  }

  private List<WorkspacePort.Entry> files(String id) {
    return Objects.requireNonNull(runs().files(World.TENANT, id, null, ""));
  }

  @Test
  void filesComeBackWhenTheRunIsOverAndTheAuditSaysWhoDidIt() {
    session.use("simple");
    String id = session.submit("blocking");
    await().until(() -> world.code.calls.contains("block"));
    String written = head(id);
    assertThat(code(runs().restore(World.ANA, id, written, null))).isEqualTo("not-finished");
    world.code.release.countDown();
    session.waitFor(id, RunState.SUCCESS);
    assertThat(runs().rollback(World.ANA, id).isAccepted()).isTrue();
    session.waitFor(id, RunState.ROLLED_BACK);
    assertThat(files(id)).isEmpty();

    assertThat(code(runs().restore(World.ANA, id, "c999", null))).isEqualTo("no-checkpoint");
    assertThat(code(runs().restore(World.ANA, id, written, "no.txt"))).isEqualTo("no-such-file");
    assertThat(code(runs().restore(World.ANA, "nope", written, null))).isEqualTo("not-found");
    assertThat(runs().restore(World.ANA, id, written, "report.txt").isAccepted()).isTrue();
    assertThat(files(id)).extracting(WorkspacePort.Entry::path).containsExactly("report.txt");
    assertThat(code(runs().restore(World.ANA, id, written, null))).isEqualTo("nothing-to-restore");

    assertThat(session.run(id).summary().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(runs().timeline(World.TENANT, id))
        .anySatisfy(
            entry -> {
              assertThat(entry.type()).isEqualTo("workspace.restored");
              assertThat(entry.actor()).isEqualTo("ana");
              assertThat(entry.data().path("path").asString()).isEqualTo("report.txt");
              assertThat(entry.data().path("checkpoint").asString()).isEqualTo(head(id));
            });
    assertThat(runs().checkpoints(World.TENANT, id)).extracting(Checkpoint::id).contains(written);
    assertThat(session.runtime().audits().verify(World.TENANT).valid()).isTrue();
  }

  @Test
  void aStepWhoseFilesAreRefusedFailsWithTheReason() {
    session.use("simple");
    world.workspaces.refusal =
        new WorkspacePort.Commit.Refused("workspace-secret", "It left .env (.env).");
    String id = session.submit("blocking");
    session.waitFor(id, RunState.FAILED);
    assertThat(session.error(id, "prepare").code()).isEqualTo("workspace-secret");
    assertThat(session.error(id, "prepare").message()).contains(".env");
    assertThat(world.code.calls).filteredOn(call -> call.startsWith("write")).hasSize(1);
  }

  @Test
  void aFileThatMayHoldASecretIsRefusedAtTheDoor() {
    session.use("simple");
    GoalRequest.InputFile key = file("server.pem");
    GoalRequest request = new GoalRequest(null, "flaky", Map.of("it", "tale"), List.of(key), null);
    Outcome<RunView.Summary> outcome = runs().submit(World.ANA, request);
    assertThat(code(outcome)).isEqualTo("bad-file");
    assertThat(((Outcome.Refused<?>) outcome).message()).contains("server.pem", "*.pem");
  }

  private static GoalRequest.InputFile file(String name) {
    return new GoalRequest.InputFile(name, 1, () -> new ByteArrayInputStream(new byte[] {'x'}));
  }

  @Test
  void filesOfOldRunsAreForgottenAndThoseOfOthersAreNot() {
    session.use("simple");
    String old = session.submit("making");
    session.waitFor(old, RunState.SUCCESS);
    clock.forward(Duration.ofDays(91));
    String young = session.submit("making");
    session.waitFor(young, RunState.SUCCESS);
    String waiting = session.submit("sending");
    session.waitFor(waiting, RunState.WAITING);

    assertThat(session.runtime().forgetOldFiles(World.TENANT)).isEqualTo(1);

    assertThat(world.workspaces.runs(World.TENANT)).containsExactlyInAnyOrder(young, waiting);
    assertThat(runs().files(World.TENANT, old, null, "")).isNull();
    assertThat(runs().checkpoints(World.TENANT, old)).isNull();
    assertThat(session.run(old).summary().state()).isEqualTo(RunState.SUCCESS);
    assertThat(session.audited(old)).endsWith("workspace.removed");
    assertThat(code(runs().rollback(World.ANA, old))).isEqualTo("workspace-gone");
    assertThat(code(runs().restore(World.ANA, old, "c1", null))).isEqualTo("workspace-gone");
    assertThat(session.runtime().forgetOldFiles(World.TENANT)).isZero();
    assertThat(session.runtime().audits().verify(World.TENANT).valid()).isTrue();
  }
}
