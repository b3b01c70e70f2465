package io.aleff.guardrail;

import io.aleff.rego.Policy;

/**
 * What stands around the decisions of one release: who evaluates them, and who writes them down.
 */
public interface Surroundings {

  /** Evaluated here, written down by nobody. */
  Surroundings NONE = new Surroundings() {};

  /**
   * @param here the engine in this process with the same release
   */
  default VerdictSource verdicts(VerdictSource here) {
    return here;
  }

  /**
   * @param policy may hold a package {@code system.log}
   */
  default Guardrails logged(Guardrails deciding, Policy policy) {
    return deciding;
  }
}
