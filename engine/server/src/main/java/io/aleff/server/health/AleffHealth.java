package io.aleff.server.health;

import io.aleff.connector.Connector;
import io.aleff.server.Startup;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether actions can run: the engine has started. A connector that is not available makes its
 * actions refusals, not the service down; it is shown as a detail.
 */
@Component("aleffHealthIndicator")
class AleffHealth implements HealthIndicator {

  private final Startup startup;
  private final List<Connector> connectors;

  AleffHealth(Startup startup, List<Connector> connectors) {
    this.startup = startup;
    this.connectors = connectors;
  }

  @Override
  public Health health() {
    Health.Builder health = startup.isDone() ? Health.up() : Health.outOfService();
    for (Connector connector : connectors) {
      health.withDetail(connector.kind(), connector.availability().available());
    }
    return health.build();
  }
}
