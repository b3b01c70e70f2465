package io.aleff.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.runtime.fixture.JdbcTransactions;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.grant.GrantVerifier;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a real engine and a real database. */
class RunTest {

  @TempDir Path directory;
  private World world;
  private JdbcTransactions transactions;
  private Ports ports;
  private AleffRuntime runtime;

  @BeforeEach
  void build() {
    world = new World(directory);
    boot();
  }

  private void boot() {
    transactions = new JdbcTransactions(world.database);
    ports = world.ports(transactions);
    runtime = AleffRuntime.create(world.config(), ports, world.database, transactions.joined());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private void use(String network) {
    DefinitionBundle bundle = world.bundle(network);
    Releases.Attempt attempt = runtime.releases().create(World.BOB, bundle.toArchive(), "test");
    assertThat(attempt.diagnostics()).noneMatch(Diagnostic::isError);
    String digest = Objects.requireNonNull(attempt.release()).digest();
    assertThat(runtime.releases().activate(World.BOB, digest).isAccepted()).isTrue();
    runtime.start();
  }

  private String submit(String task) {
    GoalRequest request = new GoalRequest(null, task, Map.of("it", "tale"), List.of(), null);
    Outcome<RunView.Summary> outcome = runtime.runs().submit(World.ANA, request);
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    return ((Outcome.Accepted<RunView.Summary>) outcome).value().id();
  }

  private RunView.Detail run(String id) {
    return Objects.requireNonNull(runtime.runs().find(World.TENANT, id));
  }

  private void waitFor(String id, RunState state) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> assertThat(run(id).summary().state()).as("%s", run(id)).isEqualTo(state));
  }

  private ApprovalView.Summary approval() {
    return runtime
        .approvals()
        .list(World.TENANT, new ApprovalStore.Query(Set.of(), Set.of(), 10, null))
        .items()
        .getLast();
  }

  @Test
  void tellsTheWholeStory() {
    use("story");
    String id = submit("tell");
    waitFor(id, RunState.WAITING);
    ApprovalView.Summary approval = approval();
    ApprovalView.Detail shown =
        Objects.requireNonNull(runtime.approvals().find(World.TENANT, approval.id()));
    assertThat(shown.preview()).contains("report on tale", "hello", approval.digest(), "To: all");
    assertThat(world.mail.outbox).isEmpty();
    assertThat(
            runtime
                .approvals()
                .approve(World.BOB, approval.id(), approval.digest(), "fine")
                .isAccepted())
        .isTrue();
    waitFor(id, RunState.SUCCESS);

    RunView.Detail run = run(id);
    assertThat(run.summary().progress()).isEqualTo(100);
    assertThat(run.planRevision()).isGreaterThan(1);
    assertThat(run.steps())
        .anySatisfy(
            step -> {
              assertThat(step.action()).isEqualTo("fetch-style");
              assertThat(step.state()).isEqualTo(StepState.DENIED);
            })
        .anySatisfy(
            step -> {
              assertThat(step.action()).isEqualTo("clean-strict");
              assertThat(step.state()).isEqualTo(StepState.FAILED);
            })
        .anySatisfy(
            step -> {
              assertThat(step.action()).isEqualTo("clean-tolerant");
              assertThat(step.state()).isEqualTo(StepState.SUCCESS);
            });
    assertThat(world.code.calls).filteredOn("fail:dirty"::equals).hasSize(1);
    assertThat(world.code.calls).anyMatch(call -> call.contains("after It said dirty."));
    assertThat(world.code.calls).noneMatch(call -> call.contains("forbidden"));
    assertThat(world.mail.outbox.values()).containsExactly("hello");
    assertThat(ports.ledger().ofRun(World.TENANT, id))
        .filteredOn(effect -> effect.state() == SideEffectLedger.State.DONE)
        .allMatch(effect -> effect.completions() == 1 && effect.starts() == 1);
    assertThat(runtime.audits().verify(World.TENANT).valid()).isTrue();
  }

  private void approve(Actor who, ApprovalView.Summary approval) {
    assertThat(runtime.approvals().approve(who, approval.id(), approval.digest(), "").isAccepted())
        .isTrue();
  }

  private static String code(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?> refused ? refused.code() : "accepted";
  }

  private List<String> audited(String id) {
    return runtime.runs().timeline(World.TENANT, id).stream()
        .map(RunView.TimelineEntry::type)
        .toList();
  }

  private RunView.Step step(String id, String action) {
    return run(id).steps().stream()
        .filter(step -> step.action().equals(action) && step.undoes() == null)
        .findFirst()
        .orElseThrow();
  }

  private StepRecord.Failure error(String id, String action) {
    return Objects.requireNonNull(step(id, action).error());
  }

  @Test
  void triesAgainAfterAPassingFailure() {
    use("simple");
    String id = submit("flaky");
    waitFor(id, RunState.SUCCESS);
    assertThat(step(id, "do-flaky").attempt()).isEqualTo(3);
    assertThat(world.code.calls).hasSize(3);
    assertThat(audited(id)).contains("step.retrying");
  }

  @Test
  void undoesWhatWasDoneWhenNothingHelps() {
    use("simple");
    String id = submit("failing");
    waitFor(id, RunState.FAILED);
    assertThat(step(id, "prepare").state()).isEqualTo(StepState.ROLLED_BACK);
    assertThat(step(id, "do-fail").state()).isEqualTo(StepState.FAILED);
    assertThat(world.code.calls).filteredOn("fail:always"::equals).hasSize(1);
    assertThat(runtime.runs().files(World.TENANT, id, null, "")).isEmpty();
    assertThat(run(id).failure()).isNotEmpty();
  }

  @Test
  void refusesVotesThatDoNotCount() {
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    ApprovalView.Summary approval = approval();
    Approvals approvals = runtime.approvals();
    Actor own = new Actor(World.TENANT, "ana", Set.of("approver"), "test");
    Actor foreign =
        new Actor(new io.aleff.runtime.port.TenantId("other"), "zoe", Set.of("approver"), "test");
    String digest = approval.digest();
    assertThat(code(approvals.approve(own, approval.id(), digest, ""))).isEqualTo("own-request");
    assertThat(code(approvals.approve(World.EVE, approval.id(), digest, "")))
        .isEqualTo("wrong-group");
    assertThat(code(approvals.approve(foreign, approval.id(), digest, ""))).isEqualTo("not-found");
    assertThat(code(approvals.approve(World.BOB, approval.id(), "0".repeat(64), "")))
        .isEqualTo("digest-mismatch");
    assertThat(code(approvals.reject(World.BOB, approval.id(), digest, " ")))
        .isEqualTo("reason-missing");
    assertThat(world.mail.outbox).isEmpty();
    approve(World.BOB, approval);
    assertThat(code(approvals.approve(World.BOB, approval.id(), digest, "")))
        .isEqualTo("already-decided");
    waitFor(id, RunState.SUCCESS);
    assertThat(audited(id)).filteredOn("approval.refused"::equals).hasSize(5);
    assertThat(world.mail.outbox).hasSize(1);
  }

  @Test
  void countsOneVoteEach() {
    world.approvers = 2;
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    ApprovalView.Summary approval = approval();
    approve(World.BOB, approval);
    assertThat(code(runtime.approvals().approve(World.BOB, approval.id(), approval.digest(), "")))
        .isEqualTo("second-vote");
    assertThat(world.mail.outbox).isEmpty();
    approve(new Actor(World.TENANT, "carla", Set.of("approver"), "test"), approval);
    waitFor(id, RunState.SUCCESS);
  }

  @Test
  void rejectionStopsTheAction() {
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    ApprovalView.Summary approval = approval();
    runtime.approvals().reject(World.BOB, approval.id(), approval.digest(), "not today");
    waitFor(id, RunState.FAILED);
    assertThat(error(id, "do-send").message()).contains("not today");
    assertThat(world.mail.calls).isEmpty();
  }

  @Test
  void nobodyApprovesInTime() {
    world.within = Duration.ofMillis(1500);
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.FAILED);
    ApprovalView.Summary approval = approval();
    assertThat(approval.state()).isEqualTo(io.aleff.runtime.port.ApprovalRecord.State.EXPIRED);
    assertThat(code(runtime.approvals().approve(World.BOB, approval.id(), approval.digest(), "")))
        .isEqualTo("expired");
    assertThat(world.mail.calls).isEmpty();
  }

  @Test
  void oneChangedByteInTheWorkspaceIsRefused() {
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    world.workspaces.tamper(World.TENANT, id, "report.txt", "for talE".getBytes(UTF_8));
    approve(World.BOB, approval());
    waitFor(id, RunState.FAILED);
    assertThat(error(id, "do-send").code()).isEqualTo("refused-wrong-action");
    assertThat(audited(id)).contains("execution.refused");
    assertThat(world.mail.calls).isEmpty();
  }

  @Test
  void cancelStopsWhatRuns() {
    use("simple");
    String id = submit("blocking");
    await().until(() -> world.code.calls.contains("block"));
    assertThat(runtime.runs().cancel(World.ANA, id).isAccepted()).isTrue();
    assertThat(run(id).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(step(id, "do-block").state()).isEqualTo(StepState.CANCELLED);
    assertThat(code(runtime.runs().cancel(World.ANA, id))).isEqualTo("not-running");
    await().until(() -> world.code.interrupted.get() == 1);
    world.code.release.countDown();
    assertThat(runtime.runs().retry(World.ANA, id, false).isAccepted()).isTrue();
    waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls).filteredOn(call -> call.startsWith("write")).hasSize(1);
  }

  @Test
  void retriesFromTheStart() {
    use("simple");
    String id = submit("failing");
    waitFor(id, RunState.FAILED);
    assertThat(runtime.runs().retry(World.ANA, id, true).isAccepted()).isTrue();
    waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).filteredOn("fail:always"::equals).hasSize(2);
  }

  @Test
  void rollsAFinishedRunBackStepByStep() {
    use("story");
    String id = submit("tell");
    waitFor(id, RunState.WAITING);
    approve(World.BOB, approval());
    waitFor(id, RunState.SUCCESS);
    assertThat(runtime.runs().files(World.TENANT, id, null, "")).isNotEmpty();
    assertThat(runtime.runs().rollback(World.ANA, id).isAccepted()).isTrue();
    waitFor(id, RunState.ROLLED_BACK);
    assertThat(runtime.runs().files(World.TENANT, id, null, "")).isEmpty();
    assertThat(run(id).outcome()).contains("Not undone: send");
    assertThat(step(id, "build").state()).isEqualTo(StepState.ROLLED_BACK);
    assertThat(code(runtime.runs().rollback(World.ANA, id))).isEqualTo("undone");
    assertThat(runtime.audits().verify(World.TENANT).valid()).isTrue();
  }

  @Test
  void anotherEngineFinishesWhatACrashLeft() {
    use("simple");
    String id = submit("blocking");
    await().until(() -> world.code.calls.contains("block"));
    crash();
    world.code.release.countDown();
    boot();
    runtime.start();
    waitFor(id, RunState.SUCCESS);
    assertThat(ports.ledger().ofRun(World.TENANT, id))
        .allMatch(effect -> effect.completions() == 1)
        .anyMatch(effect -> effect.starts() == 2);
    assertThat(world.code.calls).filteredOn(call -> call.startsWith("write")).hasSize(1);
    assertThat(runtime.audits().verify(World.TENANT).valid()).isTrue();
  }

  @Test
  void anUnknownOutcomeWaitsForAPerson() {
    world.idempotent = false;
    use("simple");
    String id = submit("block-sending");
    waitFor(id, RunState.WAITING);
    approve(World.BOB, approval());
    await().until(() -> world.mail.calls.contains("block"));
    crash();
    world.mail.release.countDown();
    boot();
    runtime.start();
    await().until(() -> runtime.deadLetters().list(World.TENANT, false).size() == 1);
    assertThat(run(id).summary().state()).isEqualTo(RunState.WAITING);
    assertThat(world.mail.calls).hasSize(1);
    String letter = runtime.deadLetters().list(World.TENANT, false).getFirst().id();
    assertThat(runtime.deadLetters().replay(World.BOB, letter).isAccepted()).isTrue();
    waitFor(id, RunState.SUCCESS);
    assertThat(code(runtime.deadLetters().discard(World.BOB, letter))).isEqualTo("already-decided");
  }

  /** There is another way to the goal, but taking it could do the same thing twice. */
  @Test
  void aConnectorThatDoesNotKnowWaitsForAPerson() {
    use("simple");
    String id = submit("doubtful");
    waitFor(id, RunState.WAITING);
    approve(World.BOB, approval());
    await().until(() -> runtime.deadLetters().list(World.TENANT, false).size() == 1);
    assertThat(run(id).summary().state()).isEqualTo(RunState.WAITING);
    assertThat(run(id).planRevision()).isEqualTo(1);
    assertThat(step(id, "do-doubtful").state()).isEqualTo(StepState.WAITING);
    assertThat(error(id, "do-doubtful").message()).contains("It said unknown.");
    assertThat(ports.ledger().ofRun(World.TENANT, id))
        .extracting(SideEffectLedger.SideEffect::state)
        .containsExactly(SideEffectLedger.State.UNKNOWN);
    assertThat(world.mail.calls).hasSize(1);
    String letter = runtime.deadLetters().list(World.TENANT, false).getFirst().id();
    assertThat(runtime.deadLetters().discard(World.BOB, letter).isAccepted()).isTrue();
    await().until(() -> step(id, "do-doubtful").state() == StepState.FAILED);
    assertThat(world.mail.calls).hasSize(1);
  }

  /** Nothing of the old engine reaches the database any more, as after kill -9. */
  private void crash() {
    transactions.unplug();
    assertThatThrownBy(() -> runtime.close()).hasMessageContaining("unplugged");
  }

  @Test
  void aScriptChangedInTheStoreNeverRuns() {
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    runtime.close();
    String digest = run(id).summary().release();
    DefinitionBundle other =
        world.bundle("simple").with("scripts/send.txt", "hellO".getBytes(UTF_8));
    ports
        .releases()
        .insert(
            Objects.requireNonNull(ports.releases().find(World.TENANT, digest)), other.toArchive());
    boot();
    assertThatThrownBy(() -> runtime.start()).hasMessageContaining("tampered");
    assertThat(world.mail.calls).isEmpty();
  }

  @Test
  void aGrantServesOnce() {
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    approve(World.BOB, approval());
    waitFor(id, RunState.SUCCESS);
    StepRecord step =
        ports.steps().ofRun(World.TENANT, id).stream()
            .filter(one -> one.action().equals("do-send"))
            .findFirst()
            .orElseThrow();
    var grant = ports.grants().newest(World.TENANT, id, step.id());
    GrantVerifier verifier = new GrantVerifier(ports.grants(), world.signer, world.clock);
    String digest = Objects.requireNonNull(step.actionDigest());
    assertThat(verifier.refuse(step, grant, digest))
        .extracting(GrantCheck.Refusal::code)
        .isEqualTo("used");
    assertThat(verifier.refuse(step, grant, "0".repeat(64)))
        .extracting(GrantCheck.Refusal::code)
        .isEqualTo("wrong-action");
    StepRecord later = step.change().attempt(7).done();
    assertThat(verifier.refuse(later, grant, digest))
        .extracting(GrantCheck.Refusal::code)
        .isEqualTo("wrong-step");
    assertThat(verifier.refuse(step, null, digest))
        .extracting(GrantCheck.Refusal::code)
        .isEqualTo("no-grant");
  }

  /** The test of the test: without the check of the grant, the changed bytes would be sent. */
  @Test
  void withoutTheGrantCheckTheChangedByteWouldBeSent() {
    runtime.close();
    runtime =
        Assembly.assemble(
            world.config(),
            ports,
            (step, grant, digest) -> null,
            world.database,
            transactions.joined());
    use("simple");
    String id = submit("sending");
    waitFor(id, RunState.WAITING);
    world.workspaces.tamper(World.TENANT, id, "report.txt", "for talE".getBytes(UTF_8));
    approve(World.BOB, approval());
    waitFor(id, RunState.SUCCESS);
    assertThat(world.mail.calls).hasSize(1);
  }

  @Test
  void simulatesWithoutEffects() {
    use("story");
    GoalRequest request = new GoalRequest(null, "tell", Map.of("it", "tale"), List.of(), null);
    Outcome<RunView.Simulation> outcome = runtime.runs().simulate(World.ANA, request);
    RunView.Simulation simulation = ((Outcome.Accepted<RunView.Simulation>) outcome).value();
    assertThat(simulation.steps())
        .extracting(RunView.SimulatedStep::verdict)
        .contains("allow", "deny", "approve");
    assertThat(world.code.calls).isEmpty();
    assertThat(
            runtime
                .runs()
                .list(World.TENANT, new RunStore.Query(null, null, null, 10, null))
                .items())
        .isEmpty();
  }

  @Test
  void refusesGoalsThatNobodyKnows() {
    use("story");
    GoalRequest words = new GoalRequest("make me rich", null, Map.of(), List.of(), null);
    assertThat(code(runtime.runs().submit(World.ANA, words))).isEqualTo("no-task");
    GoalRequest task = new GoalRequest(null, "enrich", Map.of(), List.of(), null);
    assertThat(code(runtime.runs().submit(World.ANA, task))).isEqualTo("unknown-task");
    GoalRequest argument = new GoalRequest(null, "tell", Map.of(), List.of(), null);
    assertThat(code(runtime.runs().submit(World.ANA, argument))).isEqualTo("bad-argument");
  }
}
