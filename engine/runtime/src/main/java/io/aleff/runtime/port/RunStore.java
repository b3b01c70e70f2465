package io.aleff.runtime.port;

import io.aleff.htn.Plan;
import org.jspecify.annotations.Nullable;

/** Runs and their plans. */
public interface RunStore {

  void insert(RunRecord run);

  @Nullable RunRecord find(TenantId tenant, String run);

  /** Like {@link #find} and keeps every other transaction from locking the run until the end. */
  @Nullable RunRecord lock(TenantId tenant, String run);

  @Nullable RunRecord findByIdempotencyKey(TenantId tenant, String requester, String key);

  void update(RunRecord run);

  /** Newest first. */
  Page<RunRecord> page(TenantId tenant, Query query);

  void insertPlan(PlanRecord plan);

  @Nullable PlanRecord plan(TenantId tenant, String run, int revision);

  /**
   * @param state null for any
   * @param text part of the goal, the id or the requester; null for any
   * @param requester only runs of this user; null for any
   */
  record Query(
      @Nullable RunState state,
      @Nullable String text,
      @Nullable String requester,
      int limit,
      @Nullable String cursor) {}

  /**
   * One revision of a run's plan.
   *
   * @param revision 1 for the first plan
   * @param plan stored as the JSON of {@code PlanJson}
   * @param shape SHA-256 of the plan's shape: the process definition key is {@code plan_} and this
   * @param bpmn the diagram with names and reasons
   */
  record PlanRecord(
      TenantId tenant, String run, int revision, Plan plan, String shape, String bpmn) {}
}
