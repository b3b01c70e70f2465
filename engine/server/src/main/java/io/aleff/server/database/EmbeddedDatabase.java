package io.aleff.server.database;

import io.aleff.server.postgres.PostgresCluster;
import java.io.IOException;
import java.util.Optional;

/**
 * The embedded PostgreSQL while the service runs.
 *
 * @param cluster empty when an external database is used
 */
public record EmbeddedDatabase(Optional<PostgresCluster> cluster) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    if (cluster.isPresent()) {
      cluster.get().close();
    }
  }
}
