package io.aleff.server.health;

import io.aleff.connector.Connector;
import io.aleff.connector.standard.model.ModelConfiguration;
import io.aleff.connector.standard.model.ModelConnector;
import io.aleff.runtime.AleffRuntime.Check;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.DatabaseChecks;
import io.aleff.server.database.DatabaseRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the operator should know about this server itself. */
@Component
public final class ServerChecks {

  private static final long LOW_DISK = 1L << 30;

  private final AleffSettings settings;
  private final DatabaseRoles roles;
  private final DataSource source;
  private final List<Connector> connectors;

  ServerChecks(
      AleffSettings settings, DatabaseRoles roles, DataSource source, List<Connector> connectors) {
    this.settings = settings;
    this.roles = roles;
    this.source = source;
    this.connectors = connectors;
  }

  public List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(database());
    all.add(disk());
    all.add(mail());
    for (Connector connector : connectors) {
      if (connector instanceof ModelConnector models) {
        models.configured().stream().map(ServerChecks::model).forEach(all::add);
        continue;
      }
      all.add(connector(connector));
      all.addAll(limits(connector));
    }
    return all;
  }

  /** How each limit on what a connector runs is enforced, a check each that is always well. */
  private static List<Check> limits(Connector connector) {
    return connector.enforcement().stream()
        .map(each -> new Check(connector.kind() + " limit", true, each.line(), ""))
        .toList();
  }

  private Check database() {
    try {
      List<String> findings = DatabaseChecks.findings(source);
      String version =
          JdbcClient.create(source).sql("SHOW server_version").query(String.class).single();
      String kind = roles.embedded() ? "embedded" : "external";
      return new Check(
          "database",
          findings.isEmpty(),
          "PostgreSQL " + version + ", " + kind + ", fsync on, row-level security on every table",
          String.join(" ", findings));
    } catch (DataAccessException e) {
      return new Check(
          "database",
          false,
          "PostgreSQL does not answer.",
          "See logs/postgres.log in " + settings.home() + ".");
    }
  }

  private Check disk() {
    try {
      long free = Files.getFileStore(settings.home()).getUsableSpace();
      boolean enough = free > LOW_DISK;
      return new Check(
          "disk",
          enough,
          (free >> 20) + " MB free for " + settings.home(),
          enough ? "" : "Free some space; less than 1 GB is left.");
    } catch (IOException e) {
      return new Check("disk", false, settings.home() + " is not readable.", "Check the folder.");
    }
  }

  private Check mail() {
    boolean smtp = settings.mail().smtp() != null;
    return new Check(
        "mail",
        true,
        smtp
            ? "Mail goes out by SMTP."
            : "Mail is written as .eml files into "
                + settings.folder("outbox")
                + " (set aleff.mail.smtp to send it).",
        "");
  }

  /** Models are optional: where none is configured there is nothing to check. */
  private static Check model(ModelConfiguration model) {
    boolean ready = model.key().present();
    return new Check(
        "model " + model.name(),
        ready,
        "%s %s at %s, key: %s"
            .formatted(model.provider().word(), model.id(), model.host(), model.key()),
        ready ? "" : "The key is not there: " + model.key().source() + ".");
  }

  private static Check connector(Connector connector) {
    Connector.Availability found = connector.availability();
    String reason = found.reason();
    return new Check(
        "connector " + connector.kind(),
        found.available(),
        reason.isEmpty() ? "ready" : reason,
        found.available() ? "" : reason);
  }
}
