package io.aleff.runtime.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of runs. Changes happen under the lock of their run. */
public interface StepStore {

  void insert(StepRecord step);

  void update(StepRecord step);

  /** Takes away steps that a later plan dropped before they started, or all for a fresh start. */
  void delete(TenantId tenant, String run, String step);

  @Nullable StepRecord find(TenantId tenant, String run, String step);

  /** All steps of a run by plan revision and position; undoing steps last. */
  List<StepRecord> ofRun(TenantId tenant, String run);
}
