package io.aleff.sandbox;

import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Starts one sandbox that does nothing, to learn whether this machine lets any start. */
final class SandboxTrial {

  private SandboxTrial() {}

  /** Why it did not work and what to do; empty when it did. */
  static Optional<String> run(SandboxHost host) {
    try {
      Path workspace = Files.createTempDirectory("aleff-trial-");
      try {
        return explain(execute(host, workspace));
      } finally {
        FileTrees.delete(workspace);
      }
    } catch (IOException e) {
      return Optional.of("No sandbox can be prepared: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The trial of the sandbox was interrupted.");
    }
  }

  private static ConnectorResult execute(SandboxHost host, Path workspace)
      throws InterruptedException {
    ObjectNode nothing = Json.MAPPER.createObjectNode();
    ConnectorManifest manifest =
        new ConnectorManifest(
            "trial",
            "sandbox",
            "",
            Map.of(),
            List.of(),
            List.of(),
            new ConnectorManifest.Retry(1, Duration.ZERO, 1, Duration.ZERO, 0),
            new ConnectorManifest.CircuitBreaker(100, 1, Duration.ZERO),
            nothing);
    ConnectorCall call =
        new ConnectorCall(
            manifest,
            "shell",
            nothing,
            Map.of(),
            workspace,
            "trial",
            Duration.ofSeconds(20),
            nothing);
    SandboxProgram program =
        new SandboxProgram(
            Language.SHELL,
            Map.of("main.sh", "exit 0\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            "main.sh",
            List.of(),
            "",
            Map.of());
    return new SandboxExecution(host, call, program, SandboxLimits.DEFAULT, (s, text) -> {}).run();
  }

  private static Optional<String> explain(ConnectorResult result) {
    return switch (result) {
      case ConnectorResult.Succeeded fine -> Optional.empty();
      case ConnectorResult.Failed failed -> Optional.of(failed.message() + advice(failed));
    };
  }

  private static String advice(ConnectorResult.Failed failed) {
    String message = failed.message();
    if (message.contains("Unknown option") || message.contains("--size")) {
      return " Install bubblewrap 0.8 or newer.";
    }
    if (message.contains("namespace")
        || message.contains("uid map")
        || message.contains("Operation not permitted")
        || message.contains("Permission denied")) {
      return " User namespaces seem to be off. Maybe sysctl -w user.max_user_namespaces=15000,"
          + " kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0;"
          + " in a container, one that may create namespaces.";
    }
    return "";
  }
}
