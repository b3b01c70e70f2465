package io.aleff.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aleff.runtime.fixture.Session;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepState;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision is about every file that the action can read, and it runs on exactly those. */
class BoundWorkspaceTest {

  @TempDir Path directory;
  private World world;
  private Session session;

  @BeforeEach
  void build() {
    world = new World(directory);
    session = new Session(world);
    session.use("simple");
  }

  @AfterEach
  void close() {
    session.close();
  }

  private String text(String run, String path) {
    String head = world.workspaces.head(World.TENANT, run);
    return new String(
        Objects.requireNonNull(world.workspaces.content(World.TENANT, run, head, path)), UTF_8);
  }

  @Test
  void oneByteInAFileThatTheActionDoesNotNameIsRefused() {
    String id = session.submit("sending");
    session.waitFor(id, RunState.WAITING);
    world.workspaces.tamper(World.TENANT, id, "unrelated.txt", "x".getBytes(UTF_8));
    session.approve(World.BOB, session.approval());
    session.waitFor(id, RunState.FAILED);
    assertThat(session.error(id, "do-send").code()).isEqualTo("refused-wrong-action");
    assertThat(session.audited(id)).contains("execution.refused");
    assertThat(world.mail.calls).isEmpty();
  }

  /** The test of the test: without the digest of the workspace nobody would notice. */
  @Test
  void withoutTheDigestOfTheWorkspaceTheByteWouldBeRead() {
    world.workspaces.blind = true;
    String id = session.submit("sending");
    session.waitFor(id, RunState.WAITING);
    world.workspaces.tamper(World.TENANT, id, "unrelated.txt", "x".getBytes(UTF_8));
    session.approve(World.BOB, session.approval());
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.mail.calls).hasSize(1);
  }

  @Test
  void whatAParallelStepAddsAfterTheDecisionIsNotSeen() {
    String id = session.submit("looking");
    await().until(() -> !session.approvals().isEmpty());
    world.code.release.countDown();
    await().until(() -> session.step(id, "write-aside").state() == StepState.SUCCESS);
    assertThat(text(id, "aside.txt")).isEqualTo("of tale");
    session.approve(World.BOB, session.approval());
    session.waitFor(id, RunState.SUCCESS);
    assertThat(text(id, "seen.txt")).isEqualTo("(none)");
    assertThat(text(id, "aside.txt")).isEqualTo("of tale");
  }

  @Test
  void aStepWhoseFileWasOvertakenIsDecidedAnew() {
    String id = session.submit("racing");
    await().until(() -> session.step(id, "do-race").state() == StepState.SUCCESS);
    world.code.release.countDown();
    session.waitFor(id, RunState.SUCCESS);
    assertThat(text(id, "aside.txt")).isEqualTo("of tale");
    assertThat(session.audited(id)).containsOnlyOnce("step.overtaken");
    String step = session.step(id, "write-aside").id();
    assertThat(session.ports().decisions().ofRun(World.TENANT, id))
        .filteredOn(decision -> decision.step().equals(step))
        .extracting(DecisionRecord::actionDigest)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }
}
