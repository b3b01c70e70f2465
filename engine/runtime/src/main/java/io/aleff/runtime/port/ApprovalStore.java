package io.aleff.runtime.port;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests for approval. */
public interface ApprovalStore {

  void insert(ApprovalRecord approval);

  @Nullable ApprovalRecord find(TenantId tenant, String id);

  /** Like {@link #find} and keeps every other transaction from locking it until the end. */
  @Nullable ApprovalRecord lock(TenantId tenant, String id);

  void update(ApprovalRecord approval);

  List<ApprovalRecord> ofRun(TenantId tenant, String run);

  /** Oldest first. */
  Page<ApprovalRecord> page(TenantId tenant, Query query);

  /**
   * @param states empty for all
   * @param groups only requests for one of these groups; empty for all
   */
  record Query(
      Set<ApprovalRecord.State> states, Set<String> groups, int limit, @Nullable String cursor) {}
}
