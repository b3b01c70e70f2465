package io.aleff.runtime;

import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.TenantId;
import java.util.List;
import javax.sql.DataSource;

/**
 * The runtime: give it ports and a database, start it, and use its parts. Thread-safe.
 *
 * <p>The process engine's tables live in a schema of their own, made and upgraded through the
 * owner's data source; everything else goes through the application's data source, which must take
 * part in {@link io.aleff.runtime.port.Transactions}.
 */
public interface AleffRuntime extends AutoCloseable {

  /**
   * @param owner may create tables in the engine's schema; used only inside of this call
   * @param application joins the current transaction of {@code ports.transactions()}
   */
  static AleffRuntime create(
      RuntimeConfig config, Ports ports, DataSource owner, DataSource application) {
    return Assembly.assemble(config, ports, owner, application);
  }

  /** Takes over what this node left behind, then starts workers and timers. */
  void start();

  /** Stops taking work, lets nothing half-recorded behind, and closes the engine. */
  @Override
  void close();

  Runs runs();

  Approvals approvals();

  Releases releases();

  DeadLetters deadLetters();

  Audits audits();

  /**
   * Removes the files of runs that ended longer ago than the tenant's definition keeps them.
   *
   * @return of how many runs
   */
  int forgetOldFiles(TenantId tenant);

  /** Whether everything that is needed to run actions is there; for the operator. */
  List<Check> doctor(TenantId tenant);

  /**
   * @param detail what was found
   * @param fix what to do; empty when {@code ok}
   */
  record Check(String check, boolean ok, String detail, String fix) {}
}
