package io.aleff.runtime;

import io.aleff.runtime.port.DeadLetterStore;
import io.aleff.runtime.port.TenantId;
import java.util.List;

/** Steps that wait for a person, because nobody knows whether their effect happened. */
public interface DeadLetters {

  List<DeadLetterStore.DeadLetter> list(TenantId tenant, boolean all);

  /** Runs the action again. Refusals: {@code not-found}, {@code already-decided}. */
  Outcome<DeadLetterStore.DeadLetter> replay(Actor actor, String letter);

  /** Lets the step fail. Refusals as for {@link #replay}. */
  Outcome<DeadLetterStore.DeadLetter> discard(Actor actor, String letter);
}
