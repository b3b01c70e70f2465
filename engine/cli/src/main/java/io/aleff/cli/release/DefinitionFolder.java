package io.aleff.cli.release;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.definition.DefinitionBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the folder of definitions that a command is about. */
final class DefinitionFolder {

  private DefinitionFolder() {}

  /**
   * @param given as typed; empty for {@code definitions} below the current folder
   * @throws CommandFailure when there is no such folder
   */
  static DefinitionBundle.Reading read(Context context, String given) throws IOException {
    Path folder = context.resolve(given.isEmpty() ? "definitions" : given);
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "There is no folder " + folder + ".",
          List.of("Give the folder that holds htn/, bpmn/, policies/ and connectors/."));
    }
    return DefinitionBundle.ofDirectory(folder);
  }
}
