package io.aleff.runtime.port;

import org.jspecify.annotations.Nullable;

/** The models that the operator has configured; how they are asked is a connector's business. */
@FunctionalInterface
public interface Models {

  /** Kind of the connectors that ask models, and the operation that does. */
  String KIND = "model";

  /** The operation of a connector of this name is what a repair asks. */
  String CONNECTOR = "model";

  /** Asks once. */
  String OPERATION = "complete";

  /** Nobody has configured one. */
  Models NONE = name -> null;

  /** Null when none is configured under this name. */
  @Nullable Model find(String name);

  /**
   * What may be known of a model.
   *
   * @param provider whose protocol it speaks
   * @param id the provider's name of it
   * @param host that prompts are sent to
   * @param tokensPerRun most tokens of prompts and answers in a run; null for any number
   */
  record Model(String name, String provider, String id, String host, @Nullable Long tokensPerRun) {}
}
