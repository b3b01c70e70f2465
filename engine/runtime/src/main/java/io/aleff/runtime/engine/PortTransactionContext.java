package io.aleff.runtime.engine;

import io.aleff.runtime.port.Transactions;
import org.camunda.bpm.engine.impl.cfg.TransactionContext;
import org.camunda.bpm.engine.impl.cfg.TransactionListener;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;

/** Tells the engine how the transaction it takes part in ends. */
final class PortTransactionContext implements TransactionContext {

  private final Transactions transactions;
  private final CommandContext command;

  PortTransactionContext(Transactions transactions, CommandContext command) {
    this.transactions = transactions;
    this.command = command;
  }

  @Override
  public void commit() {
    // Whoever began the transaction commits it.
  }

  @Override
  public void rollback() {
    if (transactions.active()) {
      transactions.rollbackOnly();
    }
  }

  @Override
  public void addTransactionListener(TransactionState state, TransactionListener listener) {
    Runnable work = () -> listener.execute(command);
    switch (state) {
      case COMMITTING -> transactions.beforeCommit(work);
      case COMMITTED -> transactions.afterCommit(work);
      case ROLLINGBACK, ROLLED_BACK -> transactions.afterRollback(work);
    }
  }

  @Override
  public boolean isTransactionActive() {
    return transactions.active();
  }
}
