package io.aleff.runtime.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recorded decisions; appended only. */
public interface DecisionStore {

  void insert(DecisionRecord decision);

  @Nullable DecisionRecord find(TenantId tenant, String id);

  /** In the order they were taken. */
  List<DecisionRecord> ofRun(TenantId tenant, String run);
}
