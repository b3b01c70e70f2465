package io.aleff.runtime.port;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was started in the world, and what came of it: one row per idempotency key. */
public interface SideEffectLedger {

  @Nullable SideEffect find(TenantId tenant, String idempotencyKey);

  /**
   * Records one more start: inserts the effect, or counts a start of the one with the same key and
   * takes over its action, node and time.
   */
  void start(SideEffect effect);

  /**
   * Records how an effect ended; {@code DONE} counts a completion.
   *
   * @param finishedAt null while nobody knows
   */
  void end(TenantId tenant, String idempotencyKey, State state, @Nullable Instant finishedAt);

  List<SideEffect> ofRun(TenantId tenant, String run);

  /** Effects that are started on this node but not finished; for recovery after a crash. */
  List<SideEffect> startedBy(String node);

  /** {@code UNKNOWN}: started, and nobody can say whether it happened. */
  enum State {
    STARTED,
    DONE,
    FAILED,
    UNKNOWN;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param idempotencyKey equal for every attempt of the same step
   * @param starts how often it was started
   * @param completions how often it was recorded as done: never more than 1
   * @param node name of the engine node that started it last
   */
  record SideEffect(
      TenantId tenant,
      String idempotencyKey,
      String run,
      String step,
      String connector,
      String operation,
      String actionDigest,
      State state,
      int starts,
      int completions,
      String node,
      Instant startedAt,
      @Nullable Instant finishedAt) {}
}
