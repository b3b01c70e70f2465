package io.aleff.cli.run;

import io.aleff.cli.client.AleffClient;
import org.jspecify.annotations.Nullable;

/** A run's plan as BPMN. */
final class PlanFile {

  private PlanFile() {}

  /**
   * @param revision null for the last plan
   */
  static byte[] bytes(AleffClient client, String run, @Nullable Integer revision) {
    String query = revision == null ? "" : "?revision=" + revision;
    return client.bytes("/runs/" + AleffClient.part(run) + "/bpmn" + query);
  }
}
