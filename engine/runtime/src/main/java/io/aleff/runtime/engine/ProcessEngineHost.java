package io.aleff.runtime.engine;

import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.port.Transactions;
import java.util.List;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.repository.DeploymentBuilderImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.runtime.Job;

/** One process engine with its job executor. */
public final class ProcessEngineHost implements AutoCloseable {

  private final HardenedConfiguration configuration;
  private final ProcessEngine engine;
  private final String node;

  /**
   * @param owner makes the tables when there are none
   * @param application takes part in {@code transactions}
   */
  public ProcessEngineHost(
      RuntimeConfig config,
      Transactions transactions,
      EngineFunctions functions,
      DataSource owner,
      DataSource application) {
    SchemaSetup.run(owner, config.schema());
    node = config.node();
    configuration = new HardenedConfiguration(transactions, functions);
    configuration.setDataSource(application);
    configuration.setDatabaseTablePrefix(config.schema() + ".");
    configuration.setDatabaseSchema(config.schema());
    configuration.setDatabaseSchemaUpdate("false");
    configuration.setJobExecutor(jobExecutor(config));
    engine = configuration.buildProcessEngine();
  }

  private static DefaultJobExecutor jobExecutor(RuntimeConfig config) {
    DefaultJobExecutor executor = new DefaultJobExecutor();
    executor.setLockOwner(config.node());
    executor.setCorePoolSize(config.jobThreads());
    executor.setMaxPoolSize(config.jobThreads());
    executor.setQueueSize(config.jobThreads());
    executor.setMaxJobsPerAcquisition(config.jobThreads());
    executor.setLockTimeInMillis((int) Math.max(60_000, config.lease().toMillis()));
    executor.setWaitTimeInMillis(200);
    executor.setMaxWait(1_000);
    executor.setBackoffTimeInMillis(20);
    executor.setMaxBackoff(500);
    return executor;
  }

  /** Frees what this node had locked when it died, then carries processes on. */
  public void start() {
    releaseLocks();
    configuration.getJobExecutor().start();
  }

  /** No job of this node is running any more after the call. */
  public void stop() {
    configuration.getJobExecutor().shutdown();
  }

  @Override
  public void close() {
    stop();
    engine.close();
  }

  private void releaseLocks() {
    for (ExternalTask task :
        externalTasks().createExternalTaskQuery().locked().workerId(node).list()) {
      externalTasks().unlock(task.getId());
    }
    for (Job given : management().createJobQuery().noRetriesLeft().list()) {
      management().setJobRetries(given.getId(), 3);
    }
    List<Job> jobs = management().createJobQuery().list();
    for (Job job : jobs) {
      if (job instanceof JobEntity entity && node.equals(entity.getLockOwner())) {
        execute(
            command -> {
              JobEntity locked = command.getJobManager().findJobById(entity.getId());
              if (locked != null && node.equals(locked.getLockOwner())) {
                locked.unlock();
              }
              return Boolean.TRUE;
            });
      }
    }
  }

  /** In a transaction of its own, so that the current one can call what was deployed. */
  void deploy(DeploymentBuilder deployment) {
    configuration
        .getCommandExecutorTxRequiresNew()
        .execute(new DeployCmd((DeploymentBuilderImpl) deployment));
  }

  private void execute(Command<Boolean> command) {
    configuration.getCommandExecutorTxRequired().execute(command);
  }

  public RepositoryService repository() {
    return engine.getRepositoryService();
  }

  public RuntimeService runtime() {
    return engine.getRuntimeService();
  }

  public TaskService tasks() {
    return engine.getTaskService();
  }

  public ExternalTaskService externalTasks() {
    return engine.getExternalTaskService();
  }

  public ManagementService management() {
    return engine.getManagementService();
  }
}
