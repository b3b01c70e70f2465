package io.aleff.runtime.port;

import io.aleff.guardrail.HistoryNeed;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** What was used up so far, for the {@code usage} part of a decision's input. */
@FunctionalInterface
public interface Usage {

  /**
   * @param need the earlier decisions that matter
   * @return an object with the members {@code counts}, {@code amounts} and {@code budgets}, and
   *     perhaps {@code history}: those of the recent decisions that matter, oldest first, as the
   *     decision input's schema says
   */
  ObjectNode of(TenantId tenant, String run, String requester, Instant now, HistoryNeed need);
}
