package io.aleff.runtime.port;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Steps that only a person can decide about. */
public interface DeadLetterStore {

  void insert(DeadLetter letter);

  @Nullable DeadLetter find(TenantId tenant, String id);

  @Nullable DeadLetter lock(TenantId tenant, String id);

  void update(DeadLetter letter);

  /** Oldest first; only open ones unless {@code all}. */
  List<DeadLetter> list(TenantId tenant, boolean all);

  /**
   * @param code why it is here, for example {@code unknown-outcome}
   * @param details what is known
   * @param resolution {@code replayed} or {@code discarded}; null while open
   */
  record DeadLetter(
      TenantId tenant,
      String id,
      String run,
      String step,
      String code,
      String message,
      ObjectNode details,
      Instant createdAt,
      @Nullable String resolution,
      @Nullable String resolvedBy,
      @Nullable Instant resolvedAt) {}
}
