package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.connector.SandboxProfile;
import io.aleff.connector.SandboxProfiles;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sandbox profiles that a command may name. */
final class Profiles {

  private static final String BUILT_IN = "aleff/definitions";

  private final Map<String, SandboxProfile> byName;

  private Profiles(Map<String, SandboxProfile> byName) {
    this.byName = byName;
  }

  /**
   * @param folder of definitions as typed; null for those that Aleff comes with
   * @throws CommandFailure when they have errors
   */
  static Profiles read(Context context, @Nullable String folder) throws IOException {
    DefinitionBundle bundle =
        folder == null
            ? DefinitionBundle.ofClasspath(Profiles.class.getClassLoader(), BUILT_IN)
            : ofFolder(context.resolve(folder));
    List<SourceText> sources = bundle.texts(SandboxProfiles.FOLDER, ".yaml");
    SandboxProfiles.Reading reading = SandboxProfiles.read(sources);
    List<String> errors = new ArrayList<>();
    for (Diagnostic finding : reading.diagnostics()) {
      if (finding.isError()) {
        errors.add(finding.print(bundle.text(finding.location().path())));
      }
    }
    if (!errors.isEmpty()) {
      throw new CommandFailure(ExitCode.DIAGNOSTICS, "The profiles have errors.", errors);
    }
    return new Profiles(reading.profiles());
  }

  private static DefinitionBundle ofFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder.resolve(SandboxProfiles.FOLDER))) {
      throw new CommandFailure(
          ExitCode.USAGE, "There is no folder " + folder.resolve(SandboxProfiles.FOLDER) + ".");
    }
    return DefinitionBundle.ofDirectory(folder).orThrow();
  }

  List<SandboxProfile> all() {
    return List.copyOf(byName.values());
  }

  SandboxProfile named(String name) {
    SandboxProfile profile = byName.get(name);
    if (profile == null) {
      String nearest = Suggestions.nearest(name, byName.keySet());
      throw new CommandFailure(
          ExitCode.USAGE,
          "There is no profile %s, expected one of %s.%s"
              .formatted(
                  name,
                  String.join(", ", byName.keySet()),
                  nearest == null ? "" : " Maybe " + nearest + "?"));
    }
    return profile;
  }

  /** The first profile, by name, whose programs have this file's ending. */
  SandboxProfile forFile(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    for (SandboxProfile each : byName.values()) {
      if (each.source().endsWith("." + ending)) {
        return each;
      }
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "No profile is for files like %s: say --profile %s."
            .formatted(file, String.join("|", byName.keySet())));
  }
}
