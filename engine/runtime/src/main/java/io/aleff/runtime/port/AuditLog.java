package io.aleff.runtime.port;

import io.aleff.runtime.audit.AuditChain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tamper-evident record of a tenant. The implementation computes each link with {@link
 * AuditChain#next} while it holds a lock on the tenant's head row.
 */
public interface AuditLog {

  /**
   * Appends within the current transaction, in the order of the calls, at the latest at its end.
   */
  void append(TenantId tenant, AuditChain.Entry entry);

  /** The newest link; null before the first. */
  AuditChain.@Nullable Link head(TenantId tenant);

  /** Links with a sequence number greater than {@code after}, in order. */
  List<AuditChain.Link> read(TenantId tenant, long after, int limit);

  /** Links of one run with a sequence number greater than {@code after}, in order. */
  List<AuditChain.Link> ofRun(TenantId tenant, String run, long after, int limit);

  /** Stores a signature of a head. */
  void seal(TenantId tenant, AuditChain.Seal seal);

  /** All signatures of heads, in order of their sequence number. */
  List<AuditChain.Seal> seals(TenantId tenant);
}
