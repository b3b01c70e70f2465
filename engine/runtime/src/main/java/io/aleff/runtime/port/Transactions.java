package io.aleff.runtime.port;

import java.util.function.Supplier;

/**
 * Database transactions of the current thread. All stores and the process engine join the same one.
 */
public interface Transactions {

  /** Runs in the current transaction, or in a new one that ends with the call. */
  <T> T required(Supplier<T> work);

  /** Runs in a transaction of its own; a current one is suspended meanwhile. */
  <T> T requiresNew(Supplier<T> work);

  /** Whether a transaction is current. */
  boolean active();

  /** Makes the current transaction end in a rollback. */
  void rollbackOnly();

  /** Runs just before the current transaction commits, still inside of it. */
  void beforeCommit(Runnable work);

  /** Runs when the current transaction has committed; at once when there is none. */
  void afterCommit(Runnable work);

  /** Runs when the current transaction has been rolled back; never when there is none. */
  void afterRollback(Runnable work);

  /** Like {@link #required(Supplier)}, without a result. */
  default void run(Runnable work) {
    required(
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }
}
