package io.aleff.server.database;

import io.aleff.runtime.port.Transactions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that belong to one tenant each. The tenant is a setting of the database transaction
 * that the row-level security of every table looks at, and it ends with the transaction. Work for
 * another tenant within the same transaction is a bug and refused.
 */
public final class TenantTransactions implements Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(TenantTransactions.class);

  private final TransactionTemplate required;
  private final TransactionTemplate requiresNew;
  private final JdbcClient jdbc;

  public TenantTransactions(PlatformTransactionManager manager, DataSource source) {
    this.required = new TransactionTemplate(manager);
    this.requiresNew = new TransactionTemplate(manager);
    this.requiresNew.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.jdbc = JdbcClient.create(source);
  }

  @Override
  public <T> T required(Supplier<T> work) {
    return TransactionScope.current() != null ? work.get() : outermost(required, work);
  }

  @Override
  public <T> T requiresNew(Supplier<T> work) {
    return outermost(requiresNew, work);
  }

  @Override
  public boolean active() {
    return TransactionScope.current() != null;
  }

  @Override
  public void rollbackOnly() {
    scope().rollbackOnly();
  }

  @Override
  public void beforeCommit(Runnable work) {
    scope().beforeCommit(work);
  }

  @Override
  public void afterCommit(Runnable work) {
    TransactionScope scope = TransactionScope.current();
    if (scope == null) {
      work.run();
    } else {
      scope.afterCommit(work);
    }
  }

  @Override
  public void afterRollback(Runnable work) {
    TransactionScope scope = TransactionScope.current();
    if (scope != null) {
      scope.afterRollback(work);
    }
  }

  /**
   * Collects items of the current transaction and gives them to the sink in one go, after
   * everything that was asked for {@link #beforeCommit} and just before the commit.
   *
   * @param sink the same for all items of a kind
   */
  public <T> void batch(Batch kind, Consumer<List<T>> sink, T item) {
    scope().batch(kind, sink, item);
  }

  /** Writes what was collected of a kind until now, for a query that has to see it. */
  public void deliver(Batch kind) {
    TransactionScope scope = TransactionScope.current();
    if (scope != null) {
      scope.deliver(kind);
    }
  }

  /**
   * The one object of this type that belongs to the current transaction; null when none is current.
   *
   * @param first makes it when there is none yet
   */
  public <T> @Nullable T attached(Class<T> type, Supplier<T> first) {
    TransactionScope scope = TransactionScope.current();
    return scope == null ? null : scope.attached(type, first);
  }

  /**
   * Makes the current transaction one of the tenant.
   *
   * @param tenant a tenant's id, or {@code *} to list the tenants
   */
  void enter(String tenant) {
    TransactionScope scope = scope();
    String own = scope.tenant();
    if (own == null) {
      jdbc.sql("SELECT set_config('aleff.tenant', ?, true)")
          .param(tenant)
          .query(String.class)
          .single();
      scope.tenant(tenant);
    } else if (!own.equals(tenant)) {
      throw new IllegalStateException(
          "A transaction of tenant " + own + " was asked to work for tenant " + tenant + ".");
    }
  }

  /**
   * The work of {@link #afterCommit} runs here and not in Spring's callback, where the committed
   * connection is still bound and a new transaction would silently join it.
   */
  private static <T> T outermost(TransactionTemplate template, Supplier<T> work) {
    TransactionScope[] opened = new TransactionScope[1];
    boolean committed = false;
    try {
      T result =
          template.execute(
              status -> {
                opened[0] = TransactionScope.open(status);
                return work.get();
              });
      committed = !opened[0].isRollbackOnly();
      return result;
    } finally {
      if (opened[0] != null) {
        runAll(committed ? opened[0].committed() : opened[0].rolledBack());
      }
    }
  }

  private static void runAll(List<Runnable> works) {
    for (Runnable work : works) {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.error("Work after a transaction failed.", e);
      }
    }
  }

  private static TransactionScope scope() {
    TransactionScope scope = TransactionScope.current();
    if (scope == null) {
      throw new IllegalStateException("No transaction is current.");
    }
    return scope;
  }
}
