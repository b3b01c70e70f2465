package io.aleff.runtime.port;

import io.aleff.connector.Connector;
import org.jspecify.annotations.Nullable;

/** The connectors that are installed. */
@FunctionalInterface
public interface Connectors {

  /**
   * @param kind as in a manifest
   * @return null when none is installed; every action that needs it is refused then
   */
  @Nullable Connector ofKind(String kind);
}
