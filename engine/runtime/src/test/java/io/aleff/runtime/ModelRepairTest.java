package io.aleff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aleff.definition.DefinitionBundle;
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
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Models that are asked what to do when an action has failed. */
class ModelRepairTest {

  private static final String MENDS = "Here:\n```\nwrite:mended.txt:by ${failure.code}\n```\n";

  @TempDir Path directory;
  private final TestClock clock = new TestClock();
  private World world;
  private Session session;

  @BeforeEach
  void build() {
    world = new World(directory);
    world.clock = clock;
    world.model.configure(null);
    session = new Session(world);
    session.use("repair");
  }

  @AfterEach
  void close() {
    session.close();
  }

  private String mended(String id) throws Exception {
    String checkpoint = Objects.requireNonNull(session.recorded(id, "s1").checkpoint());
    byte[] content =
        session.ports().workspaces().content(World.TENANT, id, checkpoint, "mended.txt");
    return new String(Objects.requireNonNull(content), StandardCharsets.UTF_8).strip();
  }

  private JsonNode decided(String id) {
    String decision = Objects.requireNonNull(session.recorded(id, "s1").decisionId());
    DecisionRecord record =
        Objects.requireNonNull(session.ports().decisions().find(World.TENANT, decision));
    return record.decision().input();
  }

  private List<RunView.TimelineEntry> told(String id, String type) {
    return session.runtime().runs().timeline(World.TENANT, id).stream()
        .filter(entry -> entry.type().equals(type))
        .toList();
  }

  private RunView.Attempt tried(String id, int index) {
    return session.step(id, "written").attempts().get(index);
  }

  @Test
  void whatAModelWritesIsTheNextAttempt() throws Exception {
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).as("nothing in it is a placeholder").isEqualTo("by ${failure.code}");
    RunView.Step step = session.step(id, "written");
    assertThat(step.strategy()).isEqualTo("by a model");
    assertThat(step.connector()).isEqualTo("code");
    assertThat(step.attempts())
        .extracting(RunView.Attempt::attempt, RunView.Attempt::outcome, RunView.Attempt::connector)
        .containsExactly(tuple(1, "failed", "code"), tuple(2, "answered", "model"));
    assertThat(step.attempt()).isEqualTo(3);
    assertThat(session.audited(id))
        .containsSubsequence(
            "step.retrying",
            "repair.taken",
            "action.decided",
            "grant.issued",
            "step.started",
            "model.answered",
            "repair.taken",
            "action.decided",
            "grant.issued",
            "step.started",
            "step.success");
    assertThat(session.ports().ledger().ofRun(World.TENANT, id))
        .extracting(SideEffect::idempotencyKey, SideEffect::completions)
        .containsExactlyInAnyOrder(
            tuple(id + "/s1/1", 0), tuple(id + "/s1/1/1/question", 1), tuple(id + "/s1/1/1", 1));
  }

  @Test
  void theModelIsToldOfTheFailureAsData() {
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    String prompt = world.model.prompt();
    assertThat(prompt).startsWith("Write [it] anew, [failure.code] was wrong.\n\n--- data it ");
    assertThat(prompt).contains("tale", "first", "cannot first", "\"outcome\":\"failed\"");
    assertThat(world.model.calls.getFirst().arguments().path("instructions").asString())
        .contains("the argument \"do\" of the operation code.run");
  }

  @Test
  void policiesSeeThatAModelWroteIt() {
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    JsonNode origin = decided(id).path("action").path("origin");
    assertThat(origin.path("kind").asString()).isEqualTo("model");
    assertThat(origin.path("model").asString()).isEqualTo("coder");
    assertThat(origin.path("argument").asString()).isEqualTo("do");
    assertThat(origin.path("answerSha256").asString()).hasSize(64);
  }

  @Test
  void theAuditTrailHasDigestsAndTokensButNoWordOfIt() {
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    JsonNode data = told(id, "model.answered").getFirst().data();
    assertThat(data.path("model").asString()).isEqualTo("coder");
    assertThat(data.path("id").asString()).isEqualTo("scripted-1");
    assertThat(data.path("inputTokens").asInt()).isEqualTo(100);
    assertThat(data.path("promptSha256").asString()).hasSize(64);
    assertThat(data.path("answerSha256").asString()).hasSize(64);
    assertThat(data.toString()).doesNotContain("mended.txt");
  }

  @Test
  void whereTheCallGoesIsPartOfItsDecision() {
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    String decision = told(id, "action.decided").get(1).data().path("decision").asString("");
    JsonNode input =
        Objects.requireNonNull(session.ports().decisions().find(World.TENANT, decision))
            .decision()
            .input();
    assertThat(input.at("/action/connector").asString()).isEqualTo("model");
    assertThat(input.at("/action/egress/0").asString()).isEqualTo("models.example.com");
    assertThat(input.at("/environment/model/provider").asString()).isEqualTo("scripted");
    assertThat(input.at("/action/arguments/prompt").asString())
        .isEqualTo(world.model.calls.getFirst().arguments().path("prompt").asString());
  }

  @Test
  void withoutAModelTheNextStrategyIsTaken() throws Exception {
    world.model.configured.clear();
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(world.model.calls).isEmpty();
    assertThat(told(id, "repair.refused"))
        .extracting(RunView.TimelineEntry::summary)
        .containsExactly(
            "a: strategy \"by a model\" is refused: no model is configured under the name \"coder\"");
  }

  @Test
  void nothingIsSentThatThePoliciesDeny() throws Exception {
    world.questions = false;
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.model.calls).isEmpty();
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(tried(id, 1).code()).isEqualTo("denied");
    assertThat(tried(id, 1).outcome()).isEqualTo("refused");
  }

  @Test
  void aTenantThatHasNotSwitchedModelsOnSendsNothing() throws Exception {
    Map<String, byte[]> files = new TreeMap<>(world.files("repair"));
    String tenant =
        new String(
            Objects.requireNonNull(files.get("tenants/default.yaml")), StandardCharsets.UTF_8);
    files.put(
        "tenants/default.yaml", tenant.replace(", model", "").getBytes(StandardCharsets.UTF_8));
    session.use(DefinitionBundle.of(files));
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.model.calls).isEmpty();
    assertThat(mended(id)).isEqualTo("by hand");
  }

  @Test
  void policiesCanDenyWhatAModelWrote() {
    world.model.says("```\nwrite:forbidden.txt:x\n```");
    String id = session.submit("asked");
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).containsExactly("fail:first");
    assertThat(session.step(id, "written").state()).isEqualTo(StepState.DENIED);
  }

  @Test
  void peopleSeeWhatAModelWroteBeforeItRuns() {
    world.trustsModels = false;
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.WAITING);
    assertThat(world.code.calls).containsExactly("fail:first");
    session.approve(World.BOB, session.approval());
    session.waitFor(id, RunState.SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail:first", "fail:first  \n"})
  void aModelThatRepeatsWhatFailedIsRefused(String same) throws Exception {
    world.model.says("```\n" + same + "\n```");
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(world.code.calls).containsOnlyOnce("fail:first");
    assertThat(session.step(id, "written").attempts())
        .extracting(RunView.Attempt::outcome, RunView.Attempt::message)
        .containsExactly(
            tuple("failed", "It said first."),
            tuple("answered", "The model coder (scripted-1) has written \"do\"."),
            tuple("refused", "the same action has failed before"));
  }

  @Test
  void aTimeOutIsAnOutcome() throws Exception {
    world.model.fails("timeout", false);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(world.model.calls).hasSize(1);
    assertThat(tried(id, 1).outcome()).isEqualTo("unanswered");
    assertThat(tried(id, 1).code()).isEqualTo("timeout");
  }

  @Test
  void aBusyModelIsAskedAgain() throws Exception {
    world.model.fails("rate-limit", true);
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.model.calls).hasSize(2);
    assertThat(mended(id)).isEqualTo("by ${failure.code}");
    assertThat(told(id, "model.unanswered").getFirst().data().path("again").asBoolean()).isTrue();
  }

  @Test
  void aModelThatStaysBusyIsGivenUp() throws Exception {
    world.model.fails("rate-limit", true);
    world.model.fails("rate-limit", true);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(tried(id, 1).code()).isEqualTo("rate-limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I will not do that.",
        "```\n```",
        "```\nfirst\n```\nor\n```\nsecond\n```",
        "```\nwrite:mended.txt:cut o"
      })
  void anAnswerWithoutOneBlockIsOfNoUse(String answer) throws Exception {
    world.model.says(answer);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(mended(id)).isEqualTo("by hand");
    assertThat(tried(id, 1).code()).isEqualTo("useless");
  }

  @Test
  void noModelIsAskedWhenTheTokensOfTheRunAreUsed() throws Exception {
    world.model.configure(0L);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.model.calls).isEmpty();
    assertThat(tried(id, 1).message()).contains("has used its 0 tokens");
    assertThat(mended(id)).isEqualTo("by hand");
  }

  @Test
  void anAnswerIsNoLongerThanWhatIsLeft() {
    world.model.configure(70L);
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.model.calls.getFirst().obligations().path("limits").path("tokens").asInt())
        .isEqualTo(70);
  }

  @Test
  void anAnswerThatComesTooLateIsNotTried() {
    world.model.before = () -> clock.forward(Duration.ofMinutes(11));
    world.model.says(MENDS);
    String id = session.submit("asked");
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls).containsExactly("fail:first");
    assertThat(session.error(id, "written").code()).isEqualTo("first");
  }

  @Test
  void theSimulationDecidesAboutTheQuestion() {
    GoalRequest request = new GoalRequest(null, "asked", Map.of("it", "tale"), List.of(), null);
    RunView.Simulation simulation =
        ((Outcome.Accepted<RunView.Simulation>)
                session.runtime().runs().simulate(World.ANA, request))
            .value();
    assertThat(simulation.steps().getFirst().repair())
        .extracting(
            RunView.SimulatedStrategy::name,
            RunView.SimulatedStrategy::connector,
            RunView.SimulatedStrategy::verdict)
        .containsExactly(tuple("by a model", "model", "allow"), tuple("by hand", "code", "allow"));
    assertThat(world.model.calls).isEmpty();
  }
}
