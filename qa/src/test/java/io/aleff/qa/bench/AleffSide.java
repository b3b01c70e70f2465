package io.aleff.qa.bench;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.definition.Json;
import io.aleff.runtime.Actor;
import io.aleff.runtime.GoalRequest;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Releases;
import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.AleffServer;
import io.aleff.server.database.DatabaseRoles;
import io.aleff.server.database.EmbeddedDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole service with everything on: guardrails of the shipped release, grants, checkpoints,
 * ledger, audit chain, events. Only the connector does nothing.
 */
final class AleffSide implements Side, AutoCloseable {

  private static final TenantId TENANT = new TenantId("default");

  private static final String CONNECTOR =
      """
      apiVersion: aleff/v1
      kind: Connector
      name: bench
      type: bench
      description: Does nothing.
      operations:
        nothing:
          description: Do nothing.
          input: {type: object, properties: {it: {type: string}}, required: [it], additionalProperties: false}
          output: {type: object}
          reversibility: reversible
          effects: [workspace]
          timeout: PT10S
      retry: {maxAttempts: 3, initialDelay: PT0.2S, multiplier: 2, maxDelay: PT5S, jitter: 0.3}
      circuitBreaker: {failureRateThreshold: 80, slidingWindowSize: 20, waitDurationInOpenState: PT10S}
      """;

  private final ConfigurableApplicationContext context;
  private final Probe probe;
  private final Runs runs;
  private int count;

  AleffSide(Path home, Probe probe) {
    this.probe = probe;
    SpringApplication application = new SpringApplication(AleffServer.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.addInitializers(
        given ->
            ((GenericApplicationContext) given)
                .registerBean("benchConnector", Connector.class, () -> new Nothing(probe)));
    context = application.run("--aleff.home=" + home, "--server.port=0");
    runs = context.getBean(Runs.class);
    release(context.getBean(Releases.class));
  }

  private record Nothing(Probe probe) implements Connector {
    @Override
    public String kind() {
      return "bench";
    }

    @Override
    public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
      probe.step(call.idempotencyKey().substring(0, call.idempotencyKey().indexOf('/')));
      return new ConnectorResult.Succeeded(Json.MAPPER.createObjectNode(), "none");
    }
  }

  /** The shipped release and one more connector with a chain of steps. */
  private static void release(Releases releases) {
    Actor engine = Actor.engine(TENANT);
    String active = releases.list(TENANT).getFirst().digest();
    Map<String, byte[]> files =
        Map.of(
            "connectors/bench.yaml",
            bytes(CONNECTOR),
            "htn/bench.yaml",
            bytes(network()),
            "tenants/default.yaml",
            edited(releases, active, "tenants/default.yaml", "mail]", "mail, bench]"),
            "policies/rego/execution/execution.rego",
            edited(
                releases,
                active,
                "policies/rego/execution/execution.rego",
                "\"mail\"}",
                "\"mail\", \"bench\"}"));
    Releases.Attempt attempt = releases.change(engine, files, "bench");
    ReleaseStore.ReleaseRecord made = attempt.release();
    if (made == null) {
      throw new IllegalStateException(attempt.diagnostics() + " " + attempt.tests());
    }
    releases.activate(engine, made.digest());
  }

  private static String network() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        "apiVersion: aleff/v1\nkind: TaskNetwork\nname: bench\ndescription: Steps in a row.\n");
    yaml.append("types: {thing: object}\npredicates:\n");
    for (int i = 1; i <= STEPS; i++) {
      yaml.append("  nothing-").append(i).append("-done: [thing]\n");
    }
    yaml.append("tasks:\n  do-nothings:\n    parameters: {it: thing}\n    achieves: [nothing-")
        .append(STEPS)
        .append("-done(it)]\n    methods:\n      - name: in-a-row\n        subtasks:\n");
    for (int i = 1; i <= STEPS; i++) {
      String after = i == 1 ? "" : ", after: [s" + (i - 1) + "]";
      yaml.append("          s%d: {task: nothing-%d, with: {it: it}%s}\n".formatted(i, i, after));
    }
    yaml.append("actions:\n");
    for (int i = 1; i <= STEPS; i++) {
      yaml.append(
          """
            nothing-%d:
              parameters: {it: thing}
              effect: [nothing-%d-done(it)]
              run: {connector: bench.nothing, input: {it: "${it}"}}
          """
              .formatted(i, i));
    }
    return yaml.toString();
  }

  private static byte[] edited(
      Releases releases, String release, String path, String old, String text) {
    byte[] content = releases.content(TENANT, release, path);
    String before = new String(content == null ? new byte[0] : content, StandardCharsets.UTF_8);
    if (!before.contains(old)) {
      throw new IllegalStateException(path + " has no " + old);
    }
    return bytes(before.replace(old, text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  DatabaseRoles roles() {
    return context.getBean(DatabaseRoles.class);
  }

  Connection superuser() throws SQLException {
    return context.getBean(EmbeddedDatabase.class).cluster().orElseThrow().superuser();
  }

  @Override
  public String name() {
    return "Aleff";
  }

  @Override
  public String start() {
    GoalRequest request =
        new GoalRequest(null, "do-nothings", Map.of("it", "thing" + ++count), List.of(), null);
    Actor actor = new Actor(TENANT, "bench", Set.of("requester"), "bench");
    return switch (runs.submit(actor, request)) {
      case Outcome.Accepted<RunView.Summary> accepted -> accepted.value().id();
      case Outcome.Refused<RunView.Summary> refused ->
          throw new IllegalStateException(refused.toString());
    };
  }

  @Override
  public Probe probe() {
    return probe;
  }

  @Override
  public String unfinished() {
    return "SELECT id FROM aleff.run WHERE tenant = 'default' AND id = ANY (?)"
        + " AND state NOT IN ('success')";
  }

  @Override
  public void close() {
    context.close();
  }
}
