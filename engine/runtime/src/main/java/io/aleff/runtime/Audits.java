package io.aleff.runtime;

import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.audit.AuditVerifier;
import io.aleff.runtime.port.TenantId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The audit trail. */
public interface Audits {

  /** Appends what happened outside of runs, for example a login or a refused request. */
  void record(
      Actor actor,
      String type,
      @Nullable String run,
      @Nullable String step,
      String summary,
      ObjectNode data);

  /**
   * @param run only links of this run; null for all
   */
  List<AuditChain.Link> read(TenantId tenant, @Nullable String run, long after, int limit);

  /** Walks the whole chain. */
  AuditVerifier.Verification verify(TenantId tenant);

  /** All links in order, then nothing; signs the head first. */
  void export(TenantId tenant, Consumer<AuditChain.Link> links, Consumer<AuditChain.Seal> seals);

  /** Signs the head when it is not signed yet. Called by the runtime itself from time to time. */
  void seal(TenantId tenant);
}
