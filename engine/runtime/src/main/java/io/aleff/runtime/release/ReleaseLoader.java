package io.aleff.runtime.release;

import io.aleff.connector.ConnectorManifest;
import io.aleff.connector.ConnectorManifests;
import io.aleff.connector.SandboxProfiles;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Tenants;
import io.aleff.guardrail.drl.RuleSet;
import io.aleff.htn.Domain;
import io.aleff.htn.TaskNetworks;
import io.aleff.rego.Rego;
import io.aleff.runtime.lint.BpmnLint;
import io.aleff.runtime.lint.GuardedCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles a bundle, all languages at once, and checks what one says about another. */
public final class ReleaseLoader {

  /** Processes without which no run works. */
  static final Set<String> NEEDED = Set.of("agent-run", "guarded-action", "rollback-run");

  private static final Pattern PROCESS =
      Pattern.compile("<(?:[A-Za-z0-9_]+:)?process\\s[^>]*?\\bid\\s*=\\s*[\"']([^\"']+)[\"']");

  private ReleaseLoader() {}

  /**
   * @param release null when any diagnostic is an error
   */
  public record Loading(@Nullable CompiledRelease release, List<Diagnostic> diagnostics) {}

  /** Everything that is wrong with a bundle, or the release. Runs no tests. */
  public static Loading load(DefinitionBundle bundle) {
    List<Diagnostic> found =
        new ArrayList<>(bundle.encodingProblems(".yaml", ".bpmn", ".form", ".rego", ".drl"));
    ConnectorManifests.Reading read =
        ConnectorManifests.read(
            bundle.texts("connectors/", ".yaml").stream()
                .filter(text -> !text.path().startsWith(SandboxProfiles.FOLDER))
                .toList());
    found.addAll(read.diagnostics());
    SandboxProfiles.Reading profiles =
        SandboxProfiles.read(bundle.texts(SandboxProfiles.FOLDER, ".yaml"));
    found.addAll(profiles.diagnostics());
    Map<String, ConnectorManifest> manifests =
        SandboxProfiles.bind(read.manifests(), profiles.profiles(), found);
    Tenants.Reading tenants = Tenants.read(bundle.texts("tenants/", ".yaml"));
    found.addAll(tenants.diagnostics());
    TaskNetworks.Reading networks =
        TaskNetworks.read(without(bundle, "htn/", ".yaml", ".test.yaml"));
    found.addAll(networks.diagnostics());
    List<SourceText> models = bundle.texts("bpmn/", ".bpmn");
    Set<String> forms =
        bundle.paths().stream().filter(p -> p.endsWith(".form")).collect(Collectors.toSet());
    found.addAll(BpmnLint.check(models, forms));
    found.addAll(GuardedCalls.check(models, manifests));
    List<SourceText> rego = without(bundle, "policies/", ".rego", "_test.rego");
    found.addAll(Rego.compile(rego).diagnostics());
    List<SourceText> drl = bundle.texts("policies/", ".drl");
    found.addAll(RuleSet.check(drl).diagnostics());
    SortedMap<String, SourceText> processes = processes(models);
    required(processes, rego, tenants, found);
    Domain domain = networks.domain();
    FileFacts fileFacts = FileFactsReader.read(bundle.texts("files/", ".yaml"), domain, found);
    if (domain != null) {
      new CrossChecks(domain, manifests, processes, bundle, found).check();
    }
    found.sort(Comparator.comparing(Diagnostic::location));
    boolean errors = found.stream().anyMatch(Diagnostic::isError);
    CompiledRelease release =
        errors || domain == null
            ? null
            : new CompiledRelease(
                bundle.digest(),
                bundle,
                domain,
                fileFacts,
                manifests,
                processes,
                tenants.tenants(),
                rego,
                drl);
    return new Loading(release, List.copyOf(found));
  }

  static List<SourceText> without(
      DefinitionBundle bundle, String prefix, String suffix, String except) {
    return bundle.texts(prefix, suffix).stream()
        .filter(text -> !text.path().endsWith(except))
        .toList();
  }

  private static SortedMap<String, SourceText> processes(List<SourceText> models) {
    SortedMap<String, SourceText> processes = new TreeMap<>();
    for (SourceText model : models) {
      Matcher matcher = PROCESS.matcher(model.text());
      if (matcher.find()) {
        processes.putIfAbsent(matcher.group(1), model);
      }
    }
    return processes;
  }

  private static void required(
      SortedMap<String, SourceText> processes,
      List<SourceText> rego,
      Tenants.Reading tenants,
      List<Diagnostic> found) {
    for (String needed : new TreeSet<>(NEEDED)) {
      if (!processes.containsKey(needed)) {
        missing(found, "RELEASE-001", "bpmn/" + needed + ".bpmn", "the process \"" + needed + "\"");
      }
    }
    if (rego.isEmpty()) {
      missing(found, "RELEASE-002", "policies/rego", "at least one Rego module of guardrails");
    }
    if (tenants.tenants().isEmpty() && tenants.diagnostics().isEmpty()) {
      missing(found, "RELEASE-003", "tenants/default.yaml", "at least one tenant");
    }
  }

  private static void missing(List<Diagnostic> found, String code, String path, String what) {
    found.add(
        Diagnostic.error(code, new SourceLocation(path, 1, 1), "The release is not complete")
            .expecting(what));
  }
}
