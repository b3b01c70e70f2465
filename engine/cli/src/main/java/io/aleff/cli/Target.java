package io.aleff.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to the service. */
public final class Target {

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Address of the service. Default: what $ALEFF_HOME/server.json says.")
  @Nullable String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token. Default: $ALEFF_TOKEN, then $ALEFF_HOME/tokens.")
  @Nullable String token;

  @Option(
      names = "--as",
      paramLabel = "USER",
      description = "Use this user's token of $ALEFF_HOME/tokens. Default: admin.")
  @Nullable String user;

  @Option(names = "--json", description = "Print JSON for programs.")
  public boolean json;
}
