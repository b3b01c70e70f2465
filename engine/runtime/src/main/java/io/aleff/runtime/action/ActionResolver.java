package io.aleff.runtime.action;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Reversibility;
import io.aleff.definition.SourceText;
import io.aleff.htn.Binding;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.release.CompiledRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Works out what a step would do, from the pinned release and the workspace. */
public final class ActionResolver {

  private static final Pattern SAFE_PATH =
      Pattern.compile("(?!/)(?!.*(?:^|/)\\.\\.?(?:/|$))[^\\u0000-\\u001f\\\\]{1,500}");
  private static final long MAX_FILE = 64L * 1024 * 1024;

  private ActionResolver() {}

  /**
   * @param context what is only known now
   */
  public static ResolvedAction resolve(
      RunRecord run,
      StepRecord step,
      Binding binding,
      CompiledRelease release,
      ActionValues context,
      WorkspaceFiles workspace)
      throws UnresolvedException, IOException {
    Placeholders placeholders = new Placeholders(context.texts());
    ResolvedAction.Identity identity =
        new ResolvedAction.Identity(run.tenant().value(), release.digest(), run.id(), step.id());
    return switch (binding) {
      case Binding.OfConnector connector ->
          operation(
              connector,
              placeholders.replace(connector.input()).setAll(context.given()),
              step,
              release,
              workspace,
              identity);
      case Binding.OfProcess process ->
          process(process, placeholders.replace(process.input()), step, release, identity);
    };
  }

  private static ResolvedAction operation(
      Binding.OfConnector binding,
      ObjectNode arguments,
      StepRecord step,
      CompiledRelease release,
      WorkspaceFiles workspace,
      ResolvedAction.Identity identity)
      throws UnresolvedException, IOException {
    ConnectorManifest manifest = release.manifests().get(binding.connector());
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(binding.operation());
    if (manifest == null || operation == null) {
      throw new UnresolvedException(
          "There is no operation " + binding.connector() + "." + binding.operation());
    }
    return new ResolvedAction(
        manifest,
        null,
        binding.connector(),
        binding.operation(),
        arguments,
        code(arguments, release),
        files(arguments, workspace),
        workspace.digest(),
        step.reversibility().worse(operation.reversibility()),
        identity);
  }

  private static ResolvedAction process(
      Binding.OfProcess binding,
      ObjectNode input,
      StepRecord step,
      CompiledRelease release,
      ResolvedAction.Identity identity)
      throws UnresolvedException {
    SourceText model = release.processes().get(binding.process());
    if (model == null) {
      throw new UnresolvedException("There is no process \"" + binding.process() + "\"");
    }
    SortedMap<String, byte[]> code = new TreeMap<>();
    code.put(model.path(), model.text().getBytes(StandardCharsets.UTF_8));
    return new ResolvedAction(
        null,
        binding.process(),
        "process",
        binding.process(),
        input,
        code,
        new TreeMap<>(),
        "",
        step.reversibility().worse(Reversibility.REVERSIBLE),
        identity);
  }

  /** A {@code script} argument names a file of the release. */
  private static SortedMap<String, byte[]> code(ObjectNode arguments, CompiledRelease release)
      throws UnresolvedException {
    SortedMap<String, byte[]> code = new TreeMap<>();
    JsonNode script = arguments.path("script");
    if (script.isString()) {
      byte[] bytes = release.bundle().bytes(script.stringValue());
      if (bytes == null) {
        throw new UnresolvedException("There is no script \"" + script.stringValue() + "\"");
      }
      code.put(script.stringValue(), bytes);
    }
    return code;
  }

  /** Every argument that is the path of a workspace file brings that file's bytes in. */
  private static SortedMap<String, byte[]> files(JsonNode arguments, WorkspaceFiles workspace)
      throws IOException, UnresolvedException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long total = 0;
    for (String text : texts(arguments).keySet()) {
      byte[] bytes = SAFE_PATH.matcher(text).matches() ? workspace.content(text) : null;
      if (bytes != null) {
        total += bytes.length;
        if (total > MAX_FILE * 8) {
          throw new UnresolvedException("The files of the action are too large together");
        }
        files.put(text, bytes);
      }
    }
    return files;
  }

  private static SortedMap<String, Boolean> texts(JsonNode node) {
    SortedMap<String, Boolean> found = new TreeMap<>();
    if (node.isString()) {
      found.put(node.stringValue(), true);
    }
    for (JsonNode child : node) {
      found.putAll(texts(child));
    }
    return found;
  }
}
