package io.aleff.server.engine;

import io.aleff.definition.Json;
import io.aleff.guardrail.log.DecisionLog;
import io.aleff.rego.Limits;
import io.aleff.rego.log.LogMask;
import io.aleff.server.config.GuardrailSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Appends entries of the decision log to a file, one line each. */
final class DecisionLogFile {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionLogFile.class);

  /** Inputs of decisions are nobody else's business. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  private DecisionLogFile(Path file) {
    this.file = file;
  }

  /** Null when no file is configured. A file that cannot be written stops the start. */
  static @Nullable DecisionLog open(GuardrailSettings.DecisionLog settings, Clock clock)
      throws IOException {
    Path path = settings.file();
    if (path == null) {
      return null;
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    DecisionLogFile file = new DecisionLogFile(path.toAbsolutePath());
    if (Files.notExists(path)) {
      Files.createFile(path, OWNER_ONLY);
    }
    file.append("");
    new LogMask(settings.mask(), null, Limits.DEFAULT);
    String version = DecisionLogFile.class.getPackage().getImplementationVersion();
    return new DecisionLog(
        Map.of("app", "aleff", "version", version == null ? "dev" : version),
        List.copyOf(settings.mask()),
        clock,
        () -> UUID.randomUUID().toString(),
        file::write);
  }

  /** The audit holds each decision too: a log that cannot be written stops no action. */
  private void write(ObjectNode entry) {
    try {
      append(Json.MAPPER.writeValueAsString(entry) + "\n");
    } catch (IOException e) {
      LOG.error("The decision log {} cannot be written: {}", file, e.toString());
    }
  }

  private synchronized void append(String line) throws IOException {
    Files.write(
        file,
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
