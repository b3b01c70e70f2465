package io.aleff.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.runtime.fixture.JdbcTransactions;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.ReleaseLoader;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions that are processes drawn by an analyst, with guarded actions inside. */
class OwnProcessTest {

  @TempDir Path directory;
  private World world;
  private Ports ports;
  private AleffRuntime runtime;

  @BeforeEach
  void build() {
    world = new World(directory);
    JdbcTransactions transactions = new JdbcTransactions(world.database);
    ports = world.ports(transactions);
    runtime = AleffRuntime.create(world.config(), ports, world.database, transactions.joined());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static String model() throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "definitions", "notify.bpmn"));
  }

  private DefinitionBundle bundle(String model) {
    return world.bundle("process").with("bpmn/notify.bpmn", model.getBytes(UTF_8));
  }

  private String submit(String task) throws IOException {
    return submit(task, model());
  }

  private String submit(String task, String model) {
    Releases.Attempt attempt =
        runtime.releases().create(World.BOB, bundle(model).toArchive(), "test");
    assertThat(attempt.diagnostics()).noneMatch(Diagnostic::isError);
    String digest = Objects.requireNonNull(attempt.release()).digest();
    assertThat(runtime.releases().activate(World.BOB, digest).isAccepted()).isTrue();
    runtime.start();
    GoalRequest request = new GoalRequest(null, task, Map.of("it", "tale"), List.of(), null);
    Outcome<RunView.Summary> outcome = runtime.runs().submit(World.ANA, request);
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    return ((Outcome.Accepted<RunView.Summary>) outcome).value().id();
  }

  private void waitFor(String id, RunState state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              RunView.Detail run = Objects.requireNonNull(runtime.runs().find(World.TENANT, id));
              assertThat(run.summary().state()).as("%s", run).isEqualTo(state);
            });
  }

  private StepRecord step(String run, String id) {
    return Objects.requireNonNull(ports.steps().find(World.TENANT, run, id));
  }

  @Test
  void itsActionsAreStepsOfTheRun() throws IOException {
    String id = submit("notifying");
    waitFor(id, RunState.WAITING);
    ApprovalView.Summary approval =
        runtime
            .approvals()
            .list(World.TENANT, new ApprovalStore.Query(Set.of(), Set.of(), 10, null))
            .items()
            .getLast();
    assertThat(approval.stepId()).isEqualTo("s1.Send");
    assertThat(step(id, "s1").state()).isEqualTo(StepState.RUNNING);
    assertThat(step(id, "s1.Write").state()).isEqualTo(StepState.SUCCESS);
    assertThat(world.mail.calls).isEmpty();
    assertNestedStepsAreShown(id);
    assertThat(
            runtime
                .approvals()
                .approve(World.BOB, approval.id(), approval.digest(), "")
                .isAccepted())
        .isTrue();
    waitFor(id, RunState.SUCCESS);
    assertThat(step(id, "s1").state()).isEqualTo(StepState.SUCCESS);
    assertThat(step(id, "s1.Send").verdict()).isNotNull();
    assertThat(world.code.calls).containsExactly("write:report.txt:for tale");
    assertThat(world.mail.outbox.values()).containsExactly("hello");
    assertThat(ports.ledger().ofRun(World.TENANT, id))
        .hasSize(2)
        .allMatch(effect -> effect.state() == SideEffectLedger.State.DONE);

    assertThat(runtime.runs().rollback(World.ANA, id).isAccepted()).isTrue();
    waitFor(id, RunState.ROLLED_BACK);
    assertThat(step(id, "s1.Write").state()).isEqualTo(StepState.ROLLED_BACK);
    assertThat(runtime.runs().files(World.TENANT, id, null, "")).isEmpty();
    assertThat(Objects.requireNonNull(runtime.runs().find(World.TENANT, id)).outcome())
        .contains("Not undone:", "Send");
    assertThat(runtime.audits().verify(World.TENANT).valid()).isTrue();
  }

  private void assertNestedStepsAreShown(String id) {
    RunView.Node tree =
        Objects.requireNonNull(
            Objects.requireNonNull(runtime.runs().find(World.TENANT, id)).tree());
    assertThat(((RunView.Node.Task) tree).children())
        .containsExactly(
            new RunView.Node.Step(
                "s1",
                List.of(
                    new RunView.Node.Step("s1.Write", List.of()),
                    new RunView.Node.Step("s1.Send", List.of()))));
    assertThat(
            Objects.requireNonNull(runtime.runs().tokens(World.TENANT, id, 0)).elements().values())
        .contains(
            new RunView.Tokens.Element(
                "s1",
                "running",
                List.of(
                    new RunView.Tokens.Element("s1.Write", "success", List.of()),
                    new RunView.Tokens.Element("s1.Send", "waiting", List.of()))));
  }

  @Test
  void aFailedActionFailsTheStepAroundIt() throws IOException {
    String id = submit("failing");
    waitFor(id, RunState.FAILED);
    assertThat(step(id, "s1.Write").state()).isEqualTo(StepState.FAILED);
    assertThat(step(id, "s1").state()).isEqualTo(StepState.FAILED);
    assertThat(step(id, "s1.Send").state()).isEqualTo(StepState.SKIPPED);
    assertThat(world.code.calls).containsExactly("fail:always");
    assertThat(world.mail.calls).isEmpty();
  }

  @Test
  void aDeniedActionEndsTheStepAroundIt() throws IOException {
    String model = model().replace("sourceExpression=\"send\"", "sourceExpression=\"forbidden\"");
    String id = submit("notifying", model);
    waitFor(id, RunState.FAILED);
    assertThat(step(id, "s1.Send").state()).isEqualTo(StepState.DENIED);
    assertThat(step(id, "s1").state()).isEqualTo(StepState.FAILED);
    assertThat(step(id, "s1").error()).extracting(StepRecord.Failure::code).isEqualTo("denied");
    assertThat(step(id, "s1.Write").state()).isEqualTo(StepState.ROLLED_BACK);
    assertThat(world.mail.calls).isEmpty();
    assertThat(runtime.runs().files(World.TENANT, id, null, "")).isEmpty();
  }

  /** Each turn is a step of its own, decided and carried out by itself. */
  @Test
  void aLoopOfFlowsCarriesItsActionOutEachTime() throws IOException {
    String model =
        model()
            .replace(
                "<bpmn:incoming>f1</bpmn:incoming>\n      <bpmn:outgoing>f2</bpmn:outgoing>",
                "<bpmn:incoming>f1</bpmn:incoming><bpmn:incoming>back</bpmn:incoming><bpmn:outgoing>toEnough</bpmn:outgoing>")
            .replace("<bpmn:sequenceFlow id=\"f2\" sourceRef=\"Write\" targetRef=\"Send\" />", LOOP)
            .replace("</bpmndi:BPMNPlane>", LOOP_DIAGRAM + "</bpmndi:BPMNPlane>");
    String id = submit("looping", model);
    waitFor(id, RunState.WAITING);
    assertThat(world.code.calls)
        .containsExactly("write:report.txt:for tale", "write:report.txt:for tale");
    assertThat(step(id, "s1.Write").state()).isEqualTo(StepState.SUCCESS);
    assertThat(step(id, "s1.Write-2").state()).isEqualTo(StepState.SUCCESS);
    assertThat(step(id, "s1.Write").decisionId()).isNotEqualTo(step(id, "s1.Write-2").decisionId());
    assertThat(step(id, "s1.Send").state()).isEqualTo(StepState.WAITING);
    assertThat(runtime.runs().cancel(World.ANA, id).isAccepted()).isTrue();
  }

  private static final String LOOP =
      """
      <bpmn:exclusiveGateway id="Enough" default="f2">
        <bpmn:incoming>toEnough</bpmn:incoming>
        <bpmn:outgoing>f2</bpmn:outgoing>
        <bpmn:outgoing>more</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:task id="Count">
        <bpmn:extensionElements>
          <camunda:inputOutput><camunda:outputParameter name="turn">second</camunda:outputParameter></camunda:inputOutput>
        </bpmn:extensionElements>
        <bpmn:incoming>more</bpmn:incoming>
        <bpmn:outgoing>back</bpmn:outgoing>
      </bpmn:task>
      <bpmn:sequenceFlow id="toEnough" sourceRef="Write" targetRef="Enough" />
      <bpmn:sequenceFlow id="f2" sourceRef="Enough" targetRef="Send" />
      <bpmn:sequenceFlow id="more" sourceRef="Enough" targetRef="Count">
        <bpmn:conditionExpression>${turn == 'first'}</bpmn:conditionExpression>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="back" sourceRef="Count" targetRef="Write" />
      """;

  private static final String LOOP_DIAGRAM =
      """
      <bpmndi:BPMNShape id="Enough_di" bpmnElement="Enough"><dc:Bounds x="310" y="95" width="50" height="50" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Count_di" bpmnElement="Count"><dc:Bounds x="290" y="200" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="toEnough_di" bpmnElement="toEnough"><di:waypoint x="300" y="120" /><di:waypoint x="310" y="120" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="more_di" bpmnElement="more"><di:waypoint x="335" y="145" /><di:waypoint x="335" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="back_di" bpmnElement="back"><di:waypoint x="290" y="240" /><di:waypoint x="250" y="160" /></bpmndi:BPMNEdge>
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sourceExpression="mail.send" | sourceExpression="mail.sent"
          sourceExpression="mail.send" | sourceExpression="${what}"
          target="argument_script" | target="argument_skript"
          target="argument_script" | target="step"
          <camunda:in sourceExpression="send" target="argument_do" /> | <camunda:in businessKey="x" />
          """)
  void lintKnowsTheManifest(String from, String to) throws IOException {
    String text = model().replace(from, to);
    assertThat(text).isNotEqualTo(model());
    List<Diagnostic> found =
        ReleaseLoader.load(bundle(text)).diagnostics().stream()
            .filter(Diagnostic::isError)
            .toList();
    assertThat(found).extracting(Diagnostic::code).containsOnly("BPMN-027");
    assertThat(found).allMatch(d -> d.location().line() > 10);
  }
}
