package io.aleff.runtime.run;

import io.aleff.runtime.port.TenantId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.jspecify.annotations.Nullable;

/**
 * Actions that wait for a worker. This node is told of its own when they are granted; those that
 * another node left, or that nobody told of, are found by looking.
 */
final class DueActions {

  static final String TOPIC = "aleff.action";

  private final Core core;
  private final Queue<Due> told = new ConcurrentLinkedQueue<>();

  DueActions(Core core) {
    this.core = core;
  }

  /**
   * @param process the process instance that waits for the action
   */
  record Due(String process, TenantId tenant, String run, String step) {}

  void tell(Due due) {
    told.add(due);
  }

  /** One that this node was told of; null when there is none. */
  @Nullable Due told() {
    return told.poll();
  }

  /** Looks for some that are free. */
  List<Due> look(int most, Set<String> except) {
    Set<String> processes = new LinkedHashSet<>();
    for (ExternalTask task :
        core.engine()
            .get()
            .externalTasks()
            .createExternalTaskQuery()
            .topicName(TOPIC)
            .notLocked()
            .active()
            .withRetriesLeft()
            .listPage(0, most + except.size())) {
      processes.add(task.getProcessInstanceId());
    }
    processes.removeAll(except);
    return processes.stream()
        .limit(most)
        .map(this::due)
        .filter(Objects::nonNull)
        .map(Due.class::cast)
        .toList();
  }

  /** Null when the process has ended meanwhile. */
  private @Nullable Due due(String process) {
    List<?> left =
        core.engine()
            .get()
            .runtime()
            .createProcessInstanceQuery()
            .processInstanceId(process)
            .listPage(0, 1);
    if (left.isEmpty()) {
      return null;
    }
    Map<String, Object> values =
        core.engine().get().runtime().getVariables(process, List.of("tenant", "run", "step"));
    return new Due(
        process, new TenantId(text(values, "tenant")), text(values, "run"), text(values, "step"));
  }

  private static String text(Map<String, Object> values, String name) {
    return (String) Objects.requireNonNull(values.get(name), name);
  }

  /** Locks the action for this node within the current transaction; null when it is not free. */
  @Nullable String lock(Due due) {
    return lock(due, core.config().lease().toMillis());
  }

  private @Nullable String lock(Due due, long millis) {
    List<ExternalTask> free =
        core.engine()
            .get()
            .externalTasks()
            .createExternalTaskQuery()
            .processInstanceId(due.process())
            .topicName(TOPIC)
            .notLocked()
            .active()
            .withRetriesLeft()
            .listPage(0, 1);
    if (free.isEmpty()) {
      return null;
    }
    String task = free.getFirst().getId();
    core.engine().get().externalTasks().lock(task, core.config().node(), millis);
    return task;
  }

  /** Keeps every worker from the action for a while, because it could not be begun. */
  void leaveAlone(Due due, long millis) {
    core.ports()
        .transactions()
        .run(
            () -> {
              core.journal().lock(due.tenant(), due.run());
              lock(due, millis);
            });
  }
}
