package io.aleff.runtime.engine;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** Makes the engine's tables, once, with the owner's rights, in a schema of their own. */
final class SchemaSetup {

  private SchemaSetup() {}

  /**
   * @param schema must exist
   */
  static void run(DataSource owner, String schema) {
    if (exists(owner, schema)) {
      return;
    }
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setProcessEngineName("aleff-schema");
    configuration.setDataSource(new InSchema(owner, schema));
    configuration.setDatabaseTablePrefix(schema + ".");
    configuration.setDatabaseSchema(schema);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistory("none");
    configuration.setDmnEnabled(false);
    configuration.setCmmnEnabled(true);
    configuration.setMetricsEnabled(false);
    configuration.setTaskMetricsEnabled(false);
    configuration.setJobExecutorActivate(false);
    configuration.buildProcessEngine().close();
  }

  private static boolean exists(DataSource owner, String schema) {
    try (Connection connection = owner.getConnection();
        ResultSet tables =
            connection.getMetaData().getTables(null, schema, "act_ge_property", null)) {
      return tables.next();
    } catch (SQLException e) {
      throw new IllegalStateException("The owner's connection to the database failed.", e);
    }
  }

  /** Connections whose unqualified names mean one schema. */
  private record InSchema(DataSource delegate, String schema) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = delegate.getConnection();
      connection.setSchema(schema);
      return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      return delegate.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      delegate.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      delegate.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      return delegate.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getLogger("io.aleff.runtime");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return delegate.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return delegate.isWrapperFor(type);
    }
  }
}
