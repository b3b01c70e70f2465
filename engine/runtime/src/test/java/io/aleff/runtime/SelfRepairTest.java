package io.aleff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.aleff.definition.Json;
import io.aleff.runtime.fixture.Session;
import io.aleff.runtime.fixture.TestClock;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.SideEffectLedger.SideEffect;
import io.aleff.runtime.port.StepState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The repair loop of failed actions. */
class SelfRepairTest {

  @TempDir Path directory;
  private final TestClock clock = new TestClock();
  private World world;
  private Session session;

  @BeforeEach
  void build() {
    world = new World(directory);
    world.clock = clock;
    session = new Session(world);
    session.use("repair");
  }

  @AfterEach
  void close() {
    world.code.release.countDown();
    world.mail.release.countDown();
    session.close();
  }

  private JsonNode decided(String id, String action) {
    String decision = Objects.requireNonNull(session.recorded(id, "s1").decisionId(), action);
    DecisionRecord record =
        Objects.requireNonNull(session.ports().decisions().find(World.TENANT, decision));
    return record.decision().input();
  }

  @Test
  void failsTwiceAndIsMendedByTheThirdAttempt() throws Exception {
    String id = session.submit("mending");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls.subList(0, 2)).containsExactly("fail:first", "fail:second");
    assertThat(world.code.calls).hasSize(3);
    RunView.Step step = session.step(id, "mend");
    assertThat(step.attempt()).isEqualTo(3);
    assertThat(step.strategy()).isEqualTo("better");
    assertThat(step.error()).isNull();
    assertThat(step.attempts())
        .extracting(
            RunView.Attempt::attempt,
            RunView.Attempt::strategy,
            RunView.Attempt::outcome,
            RunView.Attempt::code)
        .containsExactly(tuple(1, "", "failed", "first"), tuple(2, "worse", "failed", "second"));
    assertThat(session.run(id).planRevision()).isEqualTo(1);
    assertThat(session.audited(id))
        .containsSubsequence(
            "action.decided",
            "step.started",
            "step.retrying",
            "repair.taken",
            "action.decided",
            "grant.issued",
            "step.started",
            "step.retrying",
            "repair.taken",
            "action.decided",
            "grant.issued",
            "step.success");
  }

  @Test
  void anAttemptIsToldOfTheFailureBeforeIt() throws Exception {
    String id = session.submit("mending");
    session.waitFor(id, RunState.SUCCESS);
    String told =
        new String(
            Objects.requireNonNull(
                session
                    .ports()
                    .workspaces()
                    .content(
                        World.TENANT,
                        id,
                        Objects.requireNonNull(session.recorded(id, "s1").checkpoint()),
                        "mended.txt")),
            StandardCharsets.UTF_8);
    JsonNode report = Json.MAPPER.readTree(told);
    assertThat(report.path("strategy").asString()).isEqualTo("worse");
    assertThat(report.path("attempt").asInt()).isEqualTo(2);
    assertThat(report.path("error").path("code").asString()).isEqualTo("second");
    assertThat(report.path("output").asString()).isEqualTo("doing\ncannot second");
    assertThat(report.path("arguments"))
        .isEqualTo(Json.MAPPER.readTree("{\"do\":\"fail:second\"}"));
    assertThat(report.path("tried")).hasSize(2);
  }

  @Test
  void policiesSeeWhichAttemptItIsAndWhatWasTried() {
    String id = session.submit("mending");
    session.waitFor(id, RunState.SUCCESS);
    JsonNode plan = decided(id, "mend").path("plan");
    assertThat(plan.path("attempt").asInt()).isEqualTo(3);
    assertThat(plan.path("repair").path("number").asInt()).isEqualTo(2);
    assertThat(plan.path("repair").path("strategy").asString()).isEqualTo("better");
    assertThat(plan.path("repair").path("tried"))
        .extracting(tried -> tried.path("digest").asString().length())
        .containsExactly(64, 64);
  }

  @Test
  void anActionThatHasFailedIsNotDoneAgain() {
    String id = session.submit("repeating");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls)
        .containsExactly("fail:always", "write:told.txt:1  always doing\ncannot always");
    assertThat(session.step(id, "repeat").attempts())
        .extracting(RunView.Attempt::strategy, RunView.Attempt::outcome, RunView.Attempt::message)
        .containsExactly(
            tuple("", "failed", "It said always."),
            tuple("the same", "refused", "the same action has failed before"));
    assertThat(session.audited(id)).contains("repair.refused");
  }

  @Test
  void attemptsAreBounded() {
    String id = session.submit("bounded");
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).containsExactly("fail:one", "fail:two");
    assertThat(session.error(id, "bound").code()).isEqualTo("two");
    assertThat(session.step(id, "bound").attempts()).hasSize(2);
    assertThat(session.runtime().runs().timeline(World.TENANT, id))
        .filteredOn(entry -> entry.type().equals("repair.ended"))
        .extracting(RunView.TimelineEntry::summary)
        .containsExactly("a: is not tried again, because its 2 attempts are used");
  }

  @Test
  void aDeniedRepairEndsTheStep() {
    String id = session.submit("forbidden");
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).containsExactly("fail:one");
    assertThat(session.step(id, "forbid").state()).isEqualTo(StepState.DENIED);
    assertThat(session.step(id, "forbid").strategy()).isEqualTo("not allowed");
  }

  @Test
  void aPolicyCanDenyTheNumberOfRepairs() {
    world.repairs = 1;
    String id = session.submit("mending");
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).containsExactly("fail:first", "fail:second");
    assertThat(session.step(id, "mend").state()).isEqualTo(StepState.DENIED);
  }

  @Test
  void peopleAreAskedAboutEachAttempt() {
    String id = session.submit("asking");
    session.waitFor(id, RunState.WAITING);
    ApprovalView.Summary first = session.approval();
    session.approve(World.BOB, first);
    await().atMost(Duration.ofSeconds(60)).until(() -> session.approvals().size() == 2);
    ApprovalView.Summary second = other(List.of(first));
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(world.mail.calls).containsExactly("fail:first");
    session.approve(World.BOB, second);
    await().atMost(Duration.ofSeconds(60)).until(() -> session.approvals().size() == 3);
    session.approve(World.BOB, other(List.of(first, second)));
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.mail.calls).containsExactly("fail:first", "fail:second", "send");
    assertThat(session.ports().ledger().ofRun(World.TENANT, id))
        .extracting(SideEffect::starts, SideEffect::completions)
        .containsExactlyInAnyOrder(tuple(1, 0), tuple(1, 0), tuple(1, 1));
  }

  private ApprovalView.Summary other(List<ApprovalView.Summary> known) {
    return session.approvals().stream()
        .filter(one -> known.stream().noneMatch(before -> before.id().equals(one.id())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noAttemptIsChosenWhenTheTimeIsOver() {
    String id = session.submit("asking");
    session.waitFor(id, RunState.WAITING);
    ApprovalView.Summary first = session.approval();
    session.approve(World.BOB, first);
    await().atMost(Duration.ofSeconds(60)).until(() -> session.approvals().size() == 2);
    clock.forward(Duration.ofMinutes(11));
    session.approve(World.BOB, other(List.of(first)));
    session.waitFor(id, RunState.FAILED);
    assertThat(world.mail.calls).containsExactly("fail:first", "fail:second");
    assertThat(session.error(id, "ask").code()).isEqualTo("second");
  }

  @Test
  void anApprovalOfOneAttemptServesNoOther() {
    String id = session.submit("asking");
    session.waitFor(id, RunState.WAITING);
    ApprovalView.Summary first = session.approval();
    session.approve(World.BOB, first);
    await().atMost(Duration.ofSeconds(60)).until(() -> session.approvals().size() == 2);
    Outcome<?> twice =
        session.runtime().approvals().approve(World.BOB, first.id(), first.digest(), "");
    assertThat(twice.isAccepted()).isFalse();
    ApprovalView.Summary second = other(List.of(first));
    Outcome<?> mixed =
        session.runtime().approvals().approve(World.BOB, second.id(), first.digest(), "");
    assertThat(mixed.isAccepted()).isFalse();
    assertThat(world.mail.calls).containsExactly("fail:first");
  }

  @Test
  void aRunCanBeCancelledBetweenAttempts() {
    String id = session.submit("asking");
    session.waitFor(id, RunState.WAITING);
    session.approve(World.BOB, session.approval());
    await().atMost(Duration.ofSeconds(60)).until(() -> session.approvals().size() == 2);
    assertThat(session.runtime().runs().cancel(World.ANA, id).isAccepted()).isTrue();
    session.waitFor(id, RunState.CANCELLED);
    assertThat(world.mail.calls).containsExactly("fail:first");
    assertThat(session.step(id, "ask").state()).isEqualTo(StepState.CANCELLED);
  }

  @Test
  void retriesOfPassingFailuresAreCountedForEachStrategy() {
    String id = session.submit("passing");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls)
        .containsExactly("flaky:5", "flaky:5", "flaky:5", "flaky:2", "flaky:2", "flaky:2");
    assertThat(session.step(id, "pass").attempts()).hasSize(1);
  }

  /** The strategy's effect cannot be repeated, and nobody knows whether it happened. */
  @Test
  void aCrashInTheMiddleOfARepairDoesNothingTwice() throws Exception {
    session.close();
    world.idempotent = false;
    session = new Session(world);
    session.use("repair");
    String id = session.submit("blocking");
    session.waitFor(id, RunState.WAITING);
    session.approve(World.BOB, session.approval());
    await().atMost(Duration.ofSeconds(60)).until(() -> world.mail.calls.contains("block"));
    session.crash();
    clock.forward(Duration.ofMinutes(2));
    session = new Session(world);
    session.runtime().start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.runtime().deadLetters().list(World.TENANT, false).size() == 1);
    assertThat(world.mail.calls).containsExactly("block");
    assertThat(world.code.calls).containsExactly("fail:first");
    assertThat(session.ports().ledger().ofRun(World.TENANT, id))
        .extracting(SideEffect::idempotencyKey)
        .containsExactlyInAnyOrder(id + "/s1/1", id + "/s1/1/1");
  }

  @Test
  void aRepairGoesOnAfterACrash() {
    String id = session.submit("blocking");
    session.waitFor(id, RunState.WAITING);
    session.crash();
    session = new Session(world);
    session.runtime().start();
    session.approve(World.BOB, session.approval());
    world.mail.release.countDown();
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls).containsExactly("fail:first");
    assertThat(world.mail.calls).containsExactly("block");
    assertThat(session.step(id, "block").connector()).isEqualTo("mail");
  }

  @Test
  void theSimulationDecidesAboutEachStrategy() {
    GoalRequest request = new GoalRequest(null, "forbidden", Map.of("it", "tale"), List.of(), null);
    RunView.Simulation simulation =
        ((Outcome.Accepted<RunView.Simulation>)
                session.runtime().runs().simulate(World.ANA, request))
            .value();
    assertThat(simulation.steps().getFirst().repair())
        .extracting(RunView.SimulatedStrategy::name, RunView.SimulatedStrategy::verdict)
        .containsExactly(tuple("not allowed", "deny"), tuple("allowed", "allow"));
    assertThat(world.code.calls).isEmpty();
  }
}
