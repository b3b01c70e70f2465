package io.aleff.connector;

import java.util.List;
import java.util.Optional;

/** Runs the operations of one or more connector manifests that name it as their {@code kind}. */
public interface Connector {

  /** The kind of manifest this connector serves, for example {@code sandbox} or {@code http}. */
  String kind();

  /**
   * Runs one granted operation to its end. Called on a worker thread, one thread a call.
   *
   * @param call what to run; its grant has been checked already
   * @param output takes live output as it appears
   * @return what came of it; expected failures are values of {@link ConnectorResult.Failed}
   * @throws InterruptedException when the run was cancelled; everything started must be dead by
   *     then
   */
  ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException;

  /**
   * What a call would send to the outside, in full and for people, so that an approver sees it
   * before it happens. Has no effect.
   *
   * @return empty when the operation sends nothing or the arguments do not allow it
   */
  default Optional<String> preview(ConnectorCall call) {
    return Optional.empty();
  }

  /** Whether this connector can run at all here, and when not, what the operator should install. */
  default Availability availability() {
    return new Availability(true, "");
  }

  /** How each limit on what is run is enforced here; empty for what runs nothing. */
  default List<Enforcement> enforcement() {
    return List.of();
  }

  /**
   * How one limit is enforced on this machine.
   *
   * @param limit for example {@code memory}
   * @param level {@code total}, {@code per process only} or {@code not at all}
   * @param how for people, for example {@code cgroup v1}
   */
  record Enforcement(String limit, String level, String how) {

    /** One line for people. */
    public String line() {
      return "%s: %s%s".formatted(limit, level, how.isEmpty() ? "" : ", " + how);
    }
  }

  /**
   * @param available false makes every action of this connector a refusal (fail closed)
   * @param reason what is missing and how to get it; empty when available
   */
  record Availability(boolean available, String reason) {}
}
