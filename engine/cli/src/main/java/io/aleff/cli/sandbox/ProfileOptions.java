package io.aleff.cli.sandbox;

import io.aleff.cli.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command has its profiles from. */
final class ProfileOptions {

  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "Where profiles are. Default: those that Aleff comes with.")
  private @Nullable String definitions;

  Profiles read(Context context) throws IOException {
    return Profiles.read(context, definitions);
  }
}
