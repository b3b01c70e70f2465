package io.aleff.runtime.grant;

import io.aleff.runtime.port.GrantStore.GrantRecord;
import io.aleff.runtime.port.StepRecord;
import org.jspecify.annotations.Nullable;

/** Decides whether a worker may start what it is about to run. */
@FunctionalInterface
public interface GrantCheck {

  /**
   * Uses the grant up when it is good.
   *
   * @param digest of what the worker is about to run, computed by the worker itself
   * @return why not; null when it may
   */
  @Nullable Refusal refuse(StepRecord step, @Nullable GrantRecord grant, String digest);

  /**
   * @param code {@code no-grant}, {@code bad-signature}, {@code wrong-action}, {@code wrong-step},
   *     {@code expired} or {@code used}
   */
  record Refusal(String code, String message) {}
}
