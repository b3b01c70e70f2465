package io.aleff.server.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What belongs to one database transaction. Suspended and resumed together with it. */
final class TransactionScope implements TransactionSynchronization {

  private final TransactionStatus status;
  private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Runnable> afterRollback = new ArrayList<>();
  private @Nullable String tenant;
  private final Map<Batch, Collected<?>> batches = new EnumMap<>(Batch.class);
  private final Map<Class<?>, Object> attached = new HashMap<>();

  private TransactionScope(TransactionStatus status) {
    this.status = status;
  }

  static @Nullable TransactionScope current() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      return null;
    }
    for (TransactionSynchronization each :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof TransactionScope scope) {
        return scope;
      }
    }
    return null;
  }

  static TransactionScope open(TransactionStatus status) {
    TransactionScope scope = new TransactionScope(status);
    TransactionSynchronizationManager.registerSynchronization(scope);
    return scope;
  }

  @Nullable String tenant() {
    return tenant;
  }

  void tenant(String value) {
    tenant = value;
  }

  void beforeCommit(Runnable work) {
    beforeCommit.add(work);
  }

  /** A kind of batch has one sink, so its items are of one type. */
  @SuppressWarnings("unchecked")
  <T> void batch(Batch kind, Consumer<List<T>> sink, T item) {
    ((Collected<T>) batches.computeIfAbsent(kind, key -> new Collected<>(sink, new ArrayList<>())))
        .items()
        .add(item);
  }

  <T> T attached(Class<T> type, Supplier<T> first) {
    return type.cast(attached.computeIfAbsent(type, key -> first.get()));
  }

  /** Writes what was collected until now; what comes later is written later. */
  void deliver(Batch kind) {
    Collected<?> collected = batches.remove(kind);
    if (collected != null) {
      collected.deliver();
    }
  }

  void afterCommit(Runnable work) {
    afterCommit.add(work);
  }

  void afterRollback(Runnable work) {
    afterRollback.add(work);
  }

  void rollbackOnly() {
    status.setRollbackOnly();
  }

  boolean isRollbackOnly() {
    return status.isRollbackOnly();
  }

  List<Runnable> committed() {
    return List.copyOf(afterCommit);
  }

  List<Runnable> rolledBack() {
    return List.copyOf(afterRollback);
  }

  /** Work may ask for more work; what it adds to a batch is still delivered. */
  @Override
  public void beforeCommit(boolean readOnly) {
    for (Runnable work = beforeCommit.poll(); work != null; work = beforeCommit.poll()) {
      work.run();
    }
    batches.values().forEach(Collected::deliver);
  }

  private record Collected<T>(Consumer<List<T>> sink, List<T> items) {
    void deliver() {
      sink.accept(items);
    }
  }
}
