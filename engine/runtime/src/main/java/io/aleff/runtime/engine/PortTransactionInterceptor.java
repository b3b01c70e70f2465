package io.aleff.runtime.engine;

import io.aleff.runtime.port.Transactions;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/** Runs every command of the engine in the transaction that everything else uses. */
final class PortTransactionInterceptor extends CommandInterceptor {

  private final Transactions transactions;
  private final boolean separate;

  /**
   * @param separate always in a transaction of its own
   */
  PortTransactionInterceptor(Transactions transactions, boolean separate) {
    this.transactions = transactions;
    this.separate = separate;
  }

  @Override
  public <T> T execute(Command<T> command) {
    return separate
        ? transactions.requiresNew(() -> next.execute(command))
        : transactions.required(() -> next.execute(command));
  }
}
