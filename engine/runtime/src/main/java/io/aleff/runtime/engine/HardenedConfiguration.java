package io.aleff.runtime.engine;

import io.aleff.runtime.port.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContextInterceptor;
import org.camunda.bpm.engine.impl.interceptor.CommandCounterInterceptor;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.interceptor.LogInterceptor;
import org.camunda.bpm.engine.impl.interceptor.ProcessApplicationContextInterceptor;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.camunda.bpm.engine.impl.variable.serializer.JavaObjectSerializer;
import org.camunda.bpm.engine.impl.variable.serializer.TypedValueSerializer;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Everything that could run code from a model is off; transactions come from the port. */
final class HardenedConfiguration extends ProcessEngineConfigurationImpl {

  private final Transactions transactions;

  HardenedConfiguration(Transactions transactions, EngineFunctions functions) {
    this.transactions = transactions;
    setTransactionsExternallyManaged(true);
    setTransactionContextFactory(command -> new PortTransactionContext(transactions, command));
    setExpressionManager(new RestrictedExpressions(functions));
    setCustomPreBPMNParseListeners(List.of(new ModelGuard()));
    noCode();
    nothingWeDoNotUse();
  }

  private void noCode() {
    setScriptEngineResolver(new NoScripts());
    setArtifactFactory(new NoClasses());
    setEnableScriptEngineLoadExternalResources(false);
    setEnableScriptEngineNashornCompatibility(false);
    setEnableScriptCompilation(false);
    setEnableFetchScriptEngineFromProcessApplication(false);
    setEnableXxeProcessing(false);
    setEnableExpressionsInAdhocQueries(false);
    setEnableExpressionsInStoredQueries(false);
    setJavaSerializationFormatEnabled(false);
    setDefaultSerializationFormat(Variables.SerializationDataFormats.JSON.getName());
    setDeserializationTypeValidationEnabled(true);
    setEnableExceptionsAfterUnhandledBpmnError(true);
  }

  private void nothingWeDoNotUse() {
    setProcessEngineName("aleff");
    setHistory("none");
    setDbIdentityUsed(false);
    setDmnEnabled(false);
    setCmmnEnabled(false);
    setMetricsEnabled(false);
    setTaskMetricsEnabled(false);
    setAuthorizationEnabled(false);
    setTenantCheckEnabled(false);
    setHistoryCleanupEnabled(false);
    setEnforceHistoryTimeToLive(true);
    setDeploymentLockUsed(true);
    setJobExecutorActivate(false);
    setHintJobExecutor(true);
    setFailedJobRetryTimeCycle("R20/PT3S");
    setEnableCmdExceptionLogging(false);
    setCreateIncidentOnFailedJobEnabled(true);
  }

  /** Serialised Java objects are neither written nor read. */
  @Override
  protected void initSerialization() {
    super.initSerialization();
    TypedValueSerializer<?> objects =
        variableSerializers.getSerializerByName(JavaObjectSerializer.NAME);
    if (objects != null) {
      variableSerializers.removeSerializer(objects);
    }
  }

  /** Decision tables have an expression language of their own, which is never built. */
  @Override
  protected void initDmnEngine() {
    // Nothing.
  }

  @Override
  protected Collection<? extends CommandInterceptor> getDefaultCommandInterceptorsTxRequired() {
    return interceptors(false);
  }

  @Override
  protected Collection<? extends CommandInterceptor> getDefaultCommandInterceptorsTxRequiresNew() {
    return interceptors(true);
  }

  private List<CommandInterceptor> interceptors(boolean separate) {
    List<CommandInterceptor> chain = new ArrayList<>();
    if (!isDisableExceptionCode()) {
      chain.add(getExceptionCodeInterceptor());
    }
    chain.add(new LogInterceptor());
    chain.add(new CommandCounterInterceptor(this));
    chain.add(new ProcessApplicationContextInterceptor(this));
    chain.add(new PortTransactionInterceptor(transactions, separate));
    chain.add(new CommandContextInterceptor(commandContextFactory, this, separate));
    return chain;
  }

  /** The engine instantiates no class that a model names. */
  private static final class NoClasses implements ArtifactFactory {
    @Override
    public <T> T getArtifact(Class<T> type) {
      throw new ProcessEngineException("Models cannot name the class " + type.getName() + ".");
    }
  }

  /** There are no script engines, whatever is on the class path. */
  private static final class NoScripts implements ScriptEngineResolver {
    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
      // None is ever used.
    }

    @Override
    public @Nullable ScriptEngineManager getScriptEngineManager() {
      return null;
    }

    @Override
    public @Nullable ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
      return null;
    }
  }
}
