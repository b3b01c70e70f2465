package io.aleff.runtime.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Execution grants, each usable once. */
public interface GrantStore {

  void insert(GrantRecord grant);

  /** The newest grant of a step. */
  @Nullable GrantRecord newest(TenantId tenant, String run, String step);

  /**
   * Marks the grant as used in one statement, if it was not used before.
   *
   * @return false when the grant does not exist or was used already
   */
  boolean use(TenantId tenant, String nonce, Instant at);

  /**
   * @param text the signed canonical JSON
   * @param signature Ed25519 over {@code text} in UTF-8, base64
   * @param usedAt null while unused
   */
  record GrantRecord(
      TenantId tenant,
      String nonce,
      String run,
      String step,
      int attempt,
      String text,
      String signature,
      Instant expires,
      @Nullable Instant usedAt) {}
}
