package io.aleff.connector;

import tools.jackson.databind.node.ObjectNode;

/** What came of one operation. */
public sealed interface ConnectorResult {

  /**
   * Code of a failure after which nobody can say whether the effect happened. A person decides
   * then; nothing is repeated or planned around.
   */
  String UNKNOWN = "unknown";

  /**
   * Key of the output, or of the details of a failure, under which a connector lists what a program
   * asked of the network: objects with {@code method}, {@code host}, {@code port}, {@code path}
   * and, where it was refused, {@code refused} with the reason. Each becomes an event of the audit
   * trail.
   */
  String EGRESS = "egress";

  /**
   * @param output conforms to the operation's output schema
   * @param sandbox how it was confined, for example {@code bubblewrap uid 100017, cgroup v1}
   */
  record Succeeded(ObjectNode output, String sandbox) implements ConnectorResult {}

  /**
   * @param code stable, for example {@code exit}, {@code timeout}, {@code memory}, {@code refused}
   * @param message for people; the last lines of the error output when there are any
   * @param transientFailure true when the same call may succeed later (retried with backoff)
   * @param sandbox how it was confined
   * @param details exit code, limits hit and the like
   */
  record Failed(
      String code, String message, boolean transientFailure, String sandbox, ObjectNode details)
      implements ConnectorResult {}
}
