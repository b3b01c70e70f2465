package io.aleff.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.aleff.definition.DefinitionBundle;
import io.aleff.runtime.fixture.Session;
import io.aleff.runtime.fixture.TestClock;
import io.aleff.runtime.fixture.World;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.grant.GrantVerifier;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops actions, and what takes them back. */
class ControlsTest {

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

  private DefinitionBundle changed(String path, String from, String to) {
    DefinitionBundle bundle = world.bundle("simple");
    String text = new String(Objects.requireNonNull(bundle.bytes(path)), UTF_8);
    assertThat(text).contains(from);
    return bundle.with(path, text.replace(from, to).getBytes(UTF_8));
  }

  @Test
  void aConnectorThatTheTenantHasNotSwitchedOnIsDenied() {
    session.use(changed("tenants/default.yaml", "[code, mail, model]", "[mail]"));
    String id = session.submit("making");
    session.waitFor(id, RunState.FAILED);
    RunView.Step step = session.step(id, "do-make");
    assertThat(step.state()).isEqualTo(StepState.DENIED);
    assertThat(Objects.requireNonNull(step.error()).message())
        .contains("has not switched on the connector \"code\"");
    assertThat(world.code.calls).isEmpty();
  }

  @Test
  void aStepCanNameAnArgumentOfTheGoal() {
    session.use(changed("htn/test.yaml", "make:k-${it}", "make:k-${goal.it}"));
    String id = session.submit("making");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls).singleElement().asString().matches("make:k-[^$]+");
  }

  @Test
  void aSecretThatTheTenantDoesNotGiveIsDenied() {
    DefinitionBundle asking =
        changed("connectors/code.yaml", "retry: ", "secrets: [CRM_TOKEN]\nretry: ");
    session.use(asking);
    String refused = session.submit("making");
    session.waitFor(refused, RunState.FAILED);
    assertThat(session.step(refused, "do-make").state()).isEqualTo(StepState.DENIED);
    assertThat(world.code.calls).isEmpty();

    String tenant = new String(Objects.requireNonNull(asking.bytes("tenants/default.yaml")), UTF_8);
    session.use(
        asking.with("tenants/default.yaml", (tenant + "secrets: [CRM_TOKEN]\n").getBytes(UTF_8)));
    session.waitFor(session.submit("making"), RunState.SUCCESS);
  }

  /** Two failures open it; the step waits for the trial call, which goes well and closes it. */
  @Test
  void aCircuitOpensAndCloses() {
    String text =
        new String(
            Objects.requireNonNull(world.bundle("simple").bytes("connectors/code.yaml")), UTF_8);
    String nervous =
        text.replaceAll(
                "retry: .*",
                "retry: {maxAttempts: 20, initialDelay: PT1S, multiplier: 1, maxDelay: PT1S,"
                    + " jitter: 0}")
            .replaceAll(
                "circuitBreaker: .*",
                "circuitBreaker: {failureRateThreshold: 50, slidingWindowSize: 2,"
                    + " waitDurationInOpenState: PT10S}");
    session.use(world.bundle("simple").with("connectors/code.yaml", nervous.getBytes(UTF_8)));
    String id = session.submit("flaky");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> "circuit-open".equals(code(session.step(id, "do-flaky"))));
    assertThat(world.code.calls).hasSize(2);
    session.waitFor(id, RunState.SUCCESS);
    assertThat(world.code.calls).hasSize(3);
    assertThat(session.step(id, "do-flaky").attempt()).isGreaterThan(3);
    String next = session.submit("making");
    session.waitFor(next, RunState.SUCCESS);
    assertThat(session.step(next, "do-make").attempt()).isEqualTo(1);
  }

  private static String code(RunView.Step step) {
    StepRecord.Failure error = step.error();
    return error == null ? "" : error.code();
  }

  @Test
  void theManifestSaysHowAnOperationIsUndone() {
    session.use("simple");
    String id = session.submit("making");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(session.runtime().runs().rollback(World.ANA, id).isAccepted()).isTrue();
    session.waitFor(id, RunState.ROLLED_BACK);
    assertThat(world.code.calls)
        .containsExactly("make:k-tale", "unmake {\"id\":\"k-tale\",\"do\":\"make:k-tale\"}");
    assertThat(session.step(id, "do-make").state()).isEqualTo(StepState.ROLLED_BACK);
    assertThat(session.run(id).outcome()).isEqualTo("Everything was undone.");
  }

  @Test
  void aResultThatBreaksItsSchemaIsAFailure() {
    session.use("simple");
    String id = session.submit("making-nothing");
    session.waitFor(id, RunState.FAILED);
    assertThat(session.error(id, "do-make-nothing").code()).isEqualTo("bad-output");
    assertThat(session.error(id, "do-make-nothing").message()).contains("id");
    assertThat(session.runtime().runs().files(World.TENANT, id, null, "")).isEmpty();
  }

  @Test
  void whatIsAskedOfTheNetworkIsAudited() {
    session.use(changed("htn/test.yaml", "make:k-${it}", "ask:api"));
    String id = session.submit("making");
    session.waitFor(id, RunState.SUCCESS);
    assertThat(session.runtime().runs().timeline(World.TENANT, id))
        .filteredOn(entry -> entry.type().startsWith("egress."))
        .extracting(RunView.TimelineEntry::type, RunView.TimelineEntry::summary)
        .containsExactly(
            tuple("egress.allowed", "a asked for api:443"),
            tuple("egress.refused", "a asked for evil:80: not listed"));
  }

  /** Both workers are busy for longer than a grant is valid. */
  @Test
  void anExpiredGrantIsHandedOutAgainWhileTheDecisionStands() {
    session.use("simple");
    for (int i = 0; i < world.config().workers(); i++) {
      session.submit("blocking");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                world.code.calls.stream().filter("block"::equals).count()
                    == world.config().workers());
    String id = session.submit("making");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> session.audited(id).contains("grant.issued"));
    String step = session.step(id, "do-make").id();
    var first = Objects.requireNonNull(session.ports().grants().newest(World.TENANT, id, step));
    clock.forward(world.config().grantValidity().plusSeconds(1));
    StepRecord starting = session.recorded(id, step).change().attempt(1).done();
    GrantVerifier verifier = new GrantVerifier(session.ports().grants(), world.signer, clock);
    assertThat(verifier.refuse(starting, first, Objects.requireNonNull(starting.actionDigest())))
        .extracting(GrantCheck.Refusal::code)
        .isEqualTo("expired");
    world.code.release.countDown();
    session.waitFor(id, RunState.SUCCESS);
    var second = Objects.requireNonNull(session.ports().grants().newest(World.TENANT, id, step));
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    assertThat(second.usedAt()).isNotNull();
    assertThat(world.code.calls).filteredOn(call -> call.startsWith("make")).hasSize(1);
  }

  @Test
  void aTenantCanKeepWhatAFailedRunHasDone() {
    session.use(changed("tenants/default.yaml", "apiVersion", "onFailure: keep\napiVersion"));
    String id = session.submit("failing");
    session.waitFor(id, RunState.FAILED);
    assertThat(session.step(id, "prepare").state()).isEqualTo(StepState.SUCCESS);
    assertThat(session.run(id).outcome()).contains("What was done is kept");
    assertThat(session.runtime().runs().files(World.TENANT, id, null, "")).hasSize(1);

    assertThat(session.runtime().runs().retry(World.ANA, id, false).isAccepted()).isTrue();
    session.waitFor(id, RunState.FAILED);
    assertThat(world.code.calls)
        .containsExactly("write:report.txt:for tale", "fail:always", "fail:always");

    assertThat(session.runtime().runs().rollback(World.ANA, id).isAccepted()).isTrue();
    session.waitFor(id, RunState.ROLLED_BACK);
    assertThat(session.runtime().runs().files(World.TENANT, id, null, "")).isEmpty();
  }

  @Test
  void aLongerPlanTakesNoProgressBack() {
    session.use("simple");
    String id = session.submit("detour");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(world.code.calls).contains("block"));
    assertThat(session.run(id).planRevision()).isEqualTo(2);
    assertThat(session.run(id).summary().progress()).isEqualTo(50);
    world.code.release.countDown();
    session.waitFor(id, RunState.SUCCESS);
  }

  @Test
  void aTenantCanForbidToChangeMoreThanTheTaskThatFailed() {
    session.use(changed("tenants/default.yaml", "apiVersion", "replan: task\napiVersion"));
    String id = session.submit("detour");
    session.waitFor(id, RunState.FAILED);
    assertThat(session.run(id).failure()).contains("There is no plan");
    assertThat(world.code.calls).doesNotContain("block");
  }
}
