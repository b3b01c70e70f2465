package io.aleff.runtime.grant;

import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Json;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.DecisionStore;
import io.aleff.runtime.port.GrantStore;
import io.aleff.runtime.port.GrantStore.GrantRecord;
import io.aleff.runtime.port.Ids;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.StepRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Signs grants, after looking the decision and the approval up again. */
public final class GrantIssuer {

  private final DecisionStore decisions;
  private final ApprovalStore approvals;
  private final GrantStore grants;
  private final Signer signer;
  private final Ids ids;
  private final Clock clock;
  private final Duration validity;

  public GrantIssuer(
      DecisionStore decisions,
      ApprovalStore approvals,
      GrantStore grants,
      Signer signer,
      Ids ids,
      Clock clock,
      Duration validity) {
    this.decisions = decisions;
    this.approvals = approvals;
    this.grants = grants;
    this.signer = signer;
    this.ids = ids;
    this.clock = clock;
    this.validity = validity;
  }

  /**
   * Signs a grant for one attempt of a step.
   *
   * @return null when there is no decision, or no approval that the decision asks for
   */
  public @Nullable GrantRecord issue(StepRecord step, int attempt) {
    String digest = step.actionDigest();
    String decisionId = step.decisionId();
    if (digest == null || decisionId == null) {
      return null;
    }
    DecisionRecord decision = decisions.find(step.tenant(), decisionId);
    if (decision == null || !decision.actionDigest().equals(digest)) {
      return null;
    }
    List<String> approvalIds =
        switch (decision.decision().verdict()) {
          case ALLOW -> List.of();
          case APPROVE -> approved(step, digest);
          case DENY -> null;
        };
    return approvalIds == null ? null : sign(step, attempt, digest, decisionId, approvalIds);
  }

  private @Nullable List<String> approved(StepRecord step, String digest) {
    String id = step.approvalId();
    ApprovalRecord approval = id == null ? null : approvals.find(step.tenant(), id);
    boolean good =
        approval != null
            && approval.state() == ApprovalRecord.State.APPROVED
            && approval.digest().equals(digest)
            && approval.run().equals(step.run())
            && approval.step().equals(step.id());
    return good && id != null ? List.of(id) : null;
  }

  private GrantRecord sign(
      StepRecord step, int attempt, String digest, String decisionId, List<String> approvalIds) {
    Instant expires = clock.instant().plus(validity);
    String nonce = ids.next();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("key", signer.keyId());
    json.put("tenant", step.tenant().value());
    json.put("run", step.run());
    json.put("step", step.id());
    json.put("attempt", attempt);
    json.put("actionDigest", digest);
    json.put("decision", decisionId);
    approvalIds.forEach(json.putArray("approvals")::add);
    json.put("expires", expires.toString());
    json.put("nonce", nonce);
    String text = CanonicalJson.of(json);
    String signature =
        Base64.getEncoder().encodeToString(signer.sign(text.getBytes(StandardCharsets.UTF_8)));
    GrantRecord grant =
        new GrantRecord(
            step.tenant(), nonce, step.run(), step.id(), attempt, text, signature, expires, null);
    grants.insert(grant);
    return grant;
  }

  /** Whether a grant serves: it is for this attempt, unused and still valid. */
  public boolean serves(@Nullable GrantRecord grant, int attempt) {
    return grant != null
        && grant.attempt() == attempt
        && grant.usedAt() == null
        && clock.instant().isBefore(grant.expires());
  }
}
