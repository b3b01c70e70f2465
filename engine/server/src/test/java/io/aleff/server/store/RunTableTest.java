package io.aleff.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import io.aleff.htn.Goal;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanNode;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.RunStore.PlanRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunTableTest {

  private final TestDatabase database = TestDatabase.shared();
  private final RunTable runs = new RunTable(database.jdbc());
  private final StepTable steps = new StepTable(database.jdbc());
  private final TenantId tenant = TestDatabase.newTenant();

  @BeforeEach
  void aRunWithTwoSteps() {
    within(
        () -> {
          runs.insert(run());
          steps.insert(step("s1", 0));
          steps.insert(step("s2", 1));
        });
  }

  @Test
  void whatALockedRunBecameIsSeenAtOnceAndByOthersAfterTheCommit() {
    within(
        () -> {
          RunRecord locked = lock();
          runs.update(locked.withProgress(10));
          runs.update(lock().withState(RunState.RUNNING).withProgress(40));
          steps.update(find("s1").change().state(StepState.RUNNING).done());
          steps.update(find("s1").change().state(StepState.SUCCESS).done());

          assertThat(lock().progress()).isEqualTo(40);
          assertThat(steps.ofRun(tenant, "r"))
              .extracting(StepRecord::state)
              .containsExactly(StepState.SUCCESS, StepState.PENDING);
          assertThat(elsewhere().progress()).isZero();
        });

    assertThat(elsewhere().progress()).isEqualTo(40);
    assertThat(runs.page(tenant, new RunStore.Query(RunState.RUNNING, null, null, 5, null)).items())
        .hasSize(1);
    assertThat(find("s1").state()).isEqualTo(StepState.SUCCESS);
    assertThat(find("s2").state()).isEqualTo(StepState.PENDING);
  }

  @Test
  void aQueryOfTheSameTransactionSeesWhatIsNotWrittenYet() {
    within(
        () -> {
          runs.update(lock().withState(RunState.WAITING));

          RunStore.Query waiting = new RunStore.Query(RunState.WAITING, null, null, 5, null);
          assertThat(runs.page(tenant, waiting).items()).hasSize(1);
          runs.update(lock().withState(RunState.RUNNING));
        });

    assertThat(elsewhere().state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void nothingOfARolledBackTransactionStays() {
    assertThatThrownBy(
            () ->
                within(
                    () -> {
                      runs.update(lock().withProgress(70));
                      steps.update(find("s1").change().state(StepState.RUNNING).done());
                      runs.insertPlan(plan(1, "lost"));
                      assertThat(shape()).isEqualTo("lost");
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertThat(elsewhere().progress()).isZero();
    assertThat(find("s1").state()).isEqualTo(StepState.PENDING);
    within(() -> runs.insertPlan(plan(1, "kept")));
    assertThat(shape()).isEqualTo("kept");
  }

  @Test
  void stepsThatComeAndGoAreSeenUnderTheLock() {
    within(
        () -> {
          lock();
          assertThat(steps.ofRun(tenant, "r")).hasSize(2);
          steps.insert(step("s3", 2));
          steps.delete(tenant, "r", "s2");
          steps.update(find("s3").change().state(StepState.SKIPPED).done());
          assertThat(steps.ofRun(tenant, "r"))
              .extracting(StepRecord::id)
              .containsExactly("s1", "s3");
        });

    assertThat(steps.ofRun(tenant, "r")).extracting(StepRecord::id).containsExactly("s1", "s3");
    assertThat(find("s3").state()).isEqualTo(StepState.SKIPPED);
  }

  @Test
  void aStepThatIsNotThereCannotBeChanged() {
    assertThatThrownBy(
            () ->
                within(
                    () -> {
                      lock();
                      steps.update(step("s9", 9));
                    }))
        .hasMessageContaining("s9");
  }

  private void within(Runnable work) {
    database.jdbc().transactions().run(work);
  }

  private RunRecord lock() {
    return Objects.requireNonNull(runs.lock(tenant, "r"));
  }

  private StepRecord find(String id) {
    return Objects.requireNonNull(steps.find(tenant, "r", id));
  }

  private String shape() {
    return Objects.requireNonNull(runs.plan(tenant, "r", 1)).shape();
  }

  /** As another transaction sees it. */
  private RunRecord elsewhere() {
    return Objects.requireNonNull(
        database.jdbc().transactions().requiresNew(() -> runs.find(tenant, "r")));
  }

  private PlanRecord plan(int revision, String shape) {
    Goal goal = new Goal("nothing", Map.of());
    Plan plan =
        new Plan(
            goal,
            new PlanNode.Task(
                "t1", "Nothing", "nothing", Map.of(), "m", List.of(), List.of(), List.of()),
            List.of(),
            Set.of(),
            BigDecimal.ZERO,
            Duration.ZERO);
    return new PlanRecord(tenant, "r", revision, plan, shape, "<bpmn/>");
  }

  private RunRecord run() {
    return new RunRecord(
        tenant,
        "r",
        "a goal",
        null,
        "task",
        Map.of(),
        RunState.PENDING,
        0,
        "alice",
        Set.of(),
        "test",
        "release",
        1,
        0,
        Json.MAPPER.createObjectNode(),
        null,
        false,
        null,
        null,
        null,
        null,
        Instant.EPOCH,
        null);
  }

  private StepRecord step(String id, int position) {
    return StepRecord.pending(
        run().withPlanRevision(1),
        id,
        position,
        id,
        "action",
        Map.of(),
        "bench",
        "nothing",
        List.of(),
        "normal",
        Reversibility.REVERSIBLE,
        null);
  }
}
