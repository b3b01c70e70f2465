package io.aleff.server.engine;

import io.aleff.connector.Connector;
import io.aleff.connector.standard.http.HttpConnector;
import io.aleff.connector.standard.mail.MailConnector;
import io.aleff.connector.standard.model.ModelConnector;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSettings;
import io.aleff.runtime.AleffRuntime;
import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.port.Connectors;
import io.aleff.runtime.port.PolicyEngine;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.Signer;
import io.aleff.sandbox.SandboxConnector;
import io.aleff.sandbox.SandboxSettings;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.WorkspaceLimits;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.DatabaseRoles;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.event.EventTable;
import io.aleff.server.store.ApprovalTable;
import io.aleff.server.store.AuditTable;
import io.aleff.server.store.DeadLetterTable;
import io.aleff.server.store.DecisionTable;
import io.aleff.server.store.GrantTable;
import io.aleff.server.store.OutputTable;
import io.aleff.server.store.ReleaseTable;
import io.aleff.server.store.RunTable;
import io.aleff.server.store.SideEffectTable;
import io.aleff.server.store.StepTable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Puts the runtime together with its ports. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

  @Bean
  SandboxConnector sandboxConnector(AleffSettings settings) {
    AleffSettings.Sandbox wanted = settings.sandbox();
    return new SandboxConnector(
        Sandboxes.open(
            new SandboxSettings(
                SandboxSettings.Choice.valueOf(wanted.backend().name()),
                new SandboxSettings.Docker(
                    wanted.docker().host(),
                    wanted.docker().runtime(),
                    SandboxSettings.Docker.imageFile(settings.home())),
                new SandboxSettings.Bwrap(
                    SandboxSettings.Bwrap.folder(settings.home()), wanted.bwrap().rootfs()),
                pool(settings))),
        secretFiles(settings)::find);
  }

  /** Its folders are where the workspaces are, so that files can be renamed into them. */
  private static SandboxSettings.@Nullable Pool pool(AleffSettings settings) {
    AleffSettings.Sandbox.Pool wanted = settings.sandbox().pool();
    return wanted.enabled()
        ? new SandboxSettings.Pool(
            settings.folder("sandbox").resolve("pool"),
            wanted.minimum(),
            wanted.maximum(),
            wanted.maxAge())
        : null;
  }

  @Bean
  HttpConnector httpConnector() {
    return new HttpConnector();
  }

  @Bean
  MailConnector mailConnector(AleffSettings settings, Clock clock) {
    return new MailConnector(MailSettings.of(settings), clock);
  }

  @Bean
  ConfiguredModels models(AleffSettings settings) {
    return ConfiguredModels.of(settings, secretFiles(settings), System::getenv);
  }

  @Bean
  ModelConnector modelConnector(ConfiguredModels models, AleffSettings settings) {
    return new ModelConnector(models.all(), () -> OwnSecrets.of(settings, secretFiles(settings)));
  }

  private static SecretFiles secretFiles(AleffSettings settings) {
    return new SecretFiles(settings.folder("secrets"));
  }

  @Bean
  SignalEvaluator signalEvaluator() throws IOException {
    return SignalEvaluator.start(SignalSettings.defaults());
  }

  @Bean
  PolicyEngine policyEngine(SignalEvaluator signals, AleffSettings settings, Clock clock)
      throws IOException {
    return new ReleasePolicies(
        signals,
        OpaAddress.server(settings.guardrails().opa()),
        settings.guardrails().opa().whenAway(),
        DecisionLogFile.open(settings.guardrails().decisionLog(), clock));
  }

  @Bean
  Signer signer(AleffSettings settings) throws IOException {
    return SigningKeys.load(settings.folder("keys"));
  }

  @Bean
  RunWorkspaces workspaces(AleffSettings settings, Clock clock) {
    AleffSettings.Workspaces limits = settings.workspaces();
    return new RunWorkspaces(
        settings.folder("workspaces"),
        new WorkspaceLimits(
            limits.maxFiles(),
            limits.maxFileSize().toBytes(),
            limits.maxSize().toBytes(),
            limits.maxHistory().toBytes(),
            limits.inlineSize().toBytes()),
        clock);
  }

  @Bean
  Stores stores(
      RunTable runs,
      StepTable steps,
      DecisionTable decisions,
      ApprovalTable approvals,
      GrantTable grants,
      SideEffectTable ledger,
      DeadLetterTable deadLetters,
      AuditTable audit,
      EventTable events,
      ReleaseTable releases,
      OutputTable output) {
    return new Stores(
        runs,
        steps,
        decisions,
        approvals,
        grants,
        ledger,
        deadLetters,
        audit,
        events,
        releases,
        output);
  }

  @Bean
  Ports ports(
      TenantJdbc database,
      Stores stores,
      RunWorkspaces workspaces,
      List<Connector> connectors,
      ConfiguredModels models,
      PolicyEngine policies,
      Signer signer,
      Clock clock) {
    return new Ports(
        database.transactions(),
        stores.runs(),
        stores.steps(),
        stores.decisions(),
        stores.approvals(),
        stores.grants(),
        stores.ledger(),
        stores.deadLetters(),
        stores.audit(),
        stores.events(),
        stores.releases(),
        stores.output(),
        workspaces,
        byKind(connectors),
        models,
        policies,
        new LedgerUsage(database),
        signer,
        new SortableIds(clock),
        clock);
  }

  private static Connectors byKind(List<Connector> connectors) {
    Map<String, Connector> kinds =
        connectors.stream()
            .collect(Collectors.toUnmodifiableMap(Connector::kind, Function.identity()));
    return kinds::get;
  }

  /** Step folders that a killed server left are cleared away before any step can begin. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  AleffRuntime runtime(
      AleffSettings settings,
      Ports ports,
      RunWorkspaces workspaces,
      TenantJdbc database,
      DatabaseRoles roles,
      DataSource pool)
      throws IOException {
    workspaces.recover(database.tenants());
    RuntimeConfig defaults = RuntimeConfig.defaults("server");
    RuntimeConfig config =
        new RuntimeConfig(
            defaults.node(),
            settings.engine().workers(),
            defaults.jobThreads(),
            settings.engine().lease(),
            defaults.grantValidity(),
            defaults.planningBudget(),
            defaults.maxReplans(),
            defaults.schema());
    return AleffRuntime.create(
        config, ports, roles.ownerSource(), new TransactionAwareDataSourceProxy(pool));
  }

  /** The tables of the runtime. */
  record Stores(
      RunTable runs,
      StepTable steps,
      DecisionTable decisions,
      ApprovalTable approvals,
      GrantTable grants,
      SideEffectTable ledger,
      DeadLetterTable deadLetters,
      AuditTable audit,
      EventTable events,
      ReleaseTable releases,
      OutputTable output) {}
}
