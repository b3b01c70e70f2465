package io.aleff.qa.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.aleff.server.database.DatabaseRoles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.repository.DeploymentBuilder;

/**
 * Camunda alone: the very models that Aleff deployed, with expressions that do nothing. Pool,
 * worker and job threads are as many as Aleff has; work is fetched as eagerly. One side is tuned as
 * Aleff tunes the engine, the other keeps the history and metrics that Camunda ships with.
 */
final class RawSide implements Side, AutoCloseable {

  private static final int POOL = 16;
  private static final int WORKERS = 4;
  private static final int JOB_THREADS = 3;
  private final Tuning tuning;
  private final String schema;
  private final Probe probe;
  private final HikariDataSource pool;
  private final ProcessEngine engine;
  private final String agentRun;
  private final String planProcess;
  private final Semaphore free = new Semaphore(WORKERS);
  private final Semaphore signal = new Semaphore(0);
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Thread poller = new Thread(this::poll, "raw-worker");
  private volatile boolean closed;

  /** What of the engine is switched off. */
  enum Tuning {
    /** Neither history nor metrics, like the engine inside of Aleff, which has its own audit. */
    LEAN,
    /** History "full" and metrics, the engine's own defaults: what it records by itself. */
    SHIPPED
  }

  /**
   * @param superuser makes the schema and reads Aleff's models; Aleff has run at least once
   */
  RawSide(DatabaseRoles roles, Connection superuser, Probe probe, Tuning tuning)
      throws SQLException {
    this.probe = probe;
    this.tuning = tuning;
    schema = "bench_" + tuning.name().toLowerCase(Locale.ROOT);
    try (Statement statement = superuser.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema + " AUTHORIZATION " + roles.owner().username());
    }
    pool = pool(roles);
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setProcessEngineName(schema);
    configuration.setDataSource(pool);
    configuration.setDatabaseSchema(schema);
    configuration.setDatabaseTablePrefix(schema + ".");
    configuration.setDatabaseSchemaUpdate("true");
    if (tuning == Tuning.LEAN) {
      configuration.setHistory("none");
      configuration.setMetricsEnabled(false);
      configuration.setTaskMetricsEnabled(false);
    }
    configuration.setAuthorizationEnabled(false);
    configuration.setTenantCheckEnabled(false);
    configuration.setHintJobExecutor(true);
    configuration.setBeans(Map.of("aleff", new NoFunctions(signal)));
    configuration.setJobExecutor(jobExecutor());
    configuration.setJobExecutorActivate(true);
    engine = configuration.buildProcessEngine();
    Map<String, String> models = models(superuser);
    DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
    models.forEach(deployment::addString);
    deployment.deploy();
    agentRun = key(models, "agent-run_");
    planProcess = key(models, "plan");
    poller.setDaemon(true);
    poller.start();
  }

  /** What the models call; public for the expression language. */
  public static final class NoFunctions {

    private final Semaphore signal;

    NoFunctions(Semaphore signal) {
      this.signal = signal;
    }

    public String plan() {
      return "steps";
    }

    public String verify() {
      return "achieved";
    }

    public String succeed() {
      return "success";
    }

    public String decide() {
      return "allow";
    }

    /** The worker is woken when its task is committed, as Aleff does. */
    public String grant() {
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, context -> signal.release());
      return "";
    }

    public String step(String kind, Number position) {
      return kind + position;
    }
  }

  private HikariDataSource pool(DatabaseRoles roles) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(roles.url());
    config.setUsername(roles.owner().username());
    config.setPassword(roles.owner().password());
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(WORKERS);
    config.addDataSourceProperty("currentSchema", schema);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(config);
  }

  private static DefaultJobExecutor jobExecutor() {
    DefaultJobExecutor executor = new DefaultJobExecutor();
    executor.setCorePoolSize(JOB_THREADS);
    executor.setMaxPoolSize(JOB_THREADS);
    executor.setQueueSize(JOB_THREADS);
    executor.setMaxJobsPerAcquisition(JOB_THREADS);
    executor.setWaitTimeInMillis(200);
    executor.setMaxWait(1_000);
    executor.setBackoffTimeInMillis(20);
    executor.setMaxBackoff(500);
    return executor;
  }

  private static Map<String, String> models(Connection superuser) throws SQLException {
    Map<String, String> models = new TreeMap<>();
    try (Statement statement = superuser.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT b.name_, b.bytes_ FROM camunda.act_ge_bytearray b JOIN"
                    + " camunda.act_re_deployment d ON d.id_ = b.deployment_id_"
                    + " ORDER BY d.deploy_time_")) {
      while (rows.next()) {
        models.put(rows.getString(1), new String(rows.getBytes(2), StandardCharsets.UTF_8));
      }
    }
    return models;
  }

  private static String key(Map<String, String> models, String start) {
    return models.keySet().stream()
        .filter(name -> name.startsWith(start) && name.endsWith(".bpmn"))
        .map(name -> name.substring(0, name.length() - ".bpmn".length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + start + " in " + models.keySet()));
  }

  private void poll() {
    while (!closed) {
      try {
        free.acquire();
        free.release();
        List<LockedExternalTask> tasks =
            engine
                .getExternalTaskService()
                .fetchAndLock(Math.max(1, free.availablePermits()), "raw", true)
                .topic("aleff.action", 30_000)
                .variables("tenant", "run", "step")
                .execute();
        tasks.forEach(this::hand);
        if (tasks.isEmpty() && signal.tryAcquire(500, TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void hand(LockedExternalTask task) {
    free.acquireUninterruptibly();
    workers.execute(
        () -> {
          try {
            probe.step(task.getVariables().<String>getValue("run", String.class));
            complete(task);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            free.release();
            signal.release();
          }
        });
  }

  private void complete(LockedExternalTask task) {
    while (true) {
      try {
        engine
            .getExternalTaskService()
            .complete(task.getId(), "raw", Map.<String, Object>of("outcome", "done"));
        return;
      } catch (OptimisticLockingException e) {
        // Another step of the same run ended at the same moment.
      }
    }
  }

  @Override
  public String name() {
    return switch (tuning) {
      case LEAN -> "Camunda alone, no history";
      case SHIPPED -> "Camunda alone, as shipped";
    };
  }

  @Override
  public String start() {
    String run = UUID.randomUUID().toString();
    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            agentRun, run, Map.of("tenant", "default", "run", run, "planProcess", planProcess));
    return run;
  }

  @Override
  public Probe probe() {
    return probe;
  }

  @Override
  public String unfinished() {
    return "SELECT business_key_ FROM "
        + schema
        + ".act_ru_execution WHERE parent_id_ IS NULL AND business_key_ = ANY (?)";
  }

  @Override
  public void close() {
    closed = true;
    poller.interrupt();
    workers.shutdownNow();
    engine.close();
    pool.close();
  }
}
