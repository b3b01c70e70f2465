package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** How a command runs code, and which files go in and come out. */
final class ProgramOptions {

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "How it is run. Default: by the ending of the first file, else python.")
  private @Nullable String profile;

  @Option(
      names = "--limit",
      paramLabel = "K=V",
      description = "A limit before the profile's, such as memoryMb=64. Can be repeated.")
  private Map<String, String> limits = new LinkedHashMap<>();

  @Option(
      names = "--in",
      paramLabel = "F",
      description = "A file or folder to copy into the workspace. Can be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put the files that it made or changed.")
  private @Nullable String out;

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "A variable of its environment. Can be repeated.")
  private Map<String, String> environment = new LinkedHashMap<>();

  /**
   * @param file whose ending tells the profile; null for code that has no name
   */
  SandboxProfile profile(Profiles profiles, @Nullable String file) {
    if (profile != null) {
      return profiles.named(profile);
    }
    return file == null ? profiles.named("python") : profiles.forFile(file);
  }

  /**
   * @param times in seconds, which have to be more than zero
   */
  SandboxLimits limits(SandboxProfile chosen, double... times) {
    SandboxLimits.Reading reading =
        SandboxLimits.read(chosen.limits(), typed(limits), Json.MAPPER.createObjectNode());
    boolean timed = true;
    for (double each : times) {
      timed &= each > 0;
    }
    if (!reading.problems().isEmpty() || !timed) {
      throw new CommandFailure(ExitCode.USAGE, "The limits cannot be used.", reading.problems());
    }
    return reading.limits();
  }

  /** Copies what goes in. */
  RunFiles filesIn(Context context, Path workspace) throws IOException {
    RunFiles files = new RunFiles(workspace);
    for (String each : inputs) {
      files.take(context, each);
    }
    return files;
  }

  /** Copies what comes out. */
  RunFiles.Outcome filesOut(Context context, RunFiles files, SandboxLimits within)
      throws IOException {
    return files.giveBack(out == null ? null : context.resolve(out), within);
  }

  /** Where files are put, as typed; null for nowhere. */
  @Nullable String out() {
    return out;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** Numbers and truth values as such; the rest is left for the check to complain about. */
  private static ObjectNode typed(Map<String, String> limits) {
    ObjectNode typed = Json.MAPPER.createObjectNode();
    limits.forEach(
        (name, value) -> {
          try {
            typed.set(name, Json.MAPPER.readTree(value));
          } catch (JacksonException text) {
            typed.put(name, value);
          }
        });
    return typed;
  }
}
