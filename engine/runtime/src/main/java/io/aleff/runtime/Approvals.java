package io.aleff.runtime;

import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Requests for approval. Refusals of votes: {@code own-request}, {@code wrong-group}, {@code
 * expired}, {@code already-decided}, {@code digest-mismatch}, {@code second-vote}; each is audited.
 */
public interface Approvals {

  Page<ApprovalView.Summary> list(TenantId tenant, ApprovalStore.Query query);

  ApprovalView.@Nullable Detail find(TenantId tenant, String approval);

  /** Says that the actor looks at it. Refusal also: {@code claimed}. */
  Outcome<ApprovalView.Summary> claim(Actor actor, String approval);

  Outcome<ApprovalView.Summary> release(Actor actor, String approval);

  /**
   * @param digest what the approver saw; must be the digest of the action
   */
  Outcome<ApprovalView.Summary> approve(
      Actor actor, String approval, String digest, String comment);

  /**
   * @param reason must not be blank ({@code reason-missing})
   */
  Outcome<ApprovalView.Summary> reject(Actor actor, String approval, String digest, String reason);
}
