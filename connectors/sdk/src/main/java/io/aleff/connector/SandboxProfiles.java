package io.aleff.connector;

import io.aleff.definition.Definition;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code connectors/sandbox/*.yaml}.
 *
 * <p>Codes besides YAML and SCHEMA ones: {@code SANDBOX-001} the name is taken, {@code SANDBOX-002}
 * the command, {@code SANDBOX-003} a folder that no sandbox may see, {@code SANDBOX-004} an
 * operation without a profile.
 */
public final class SandboxProfiles {

  /** Folder of the definitions, below {@code connectors/}. */
  public static final String FOLDER = "connectors/sandbox/";

  /** Where a manifest of this type finds its profiles once a release is loaded. */
  public static final String SETTING = "profiles";

  private static final String KIND = "sandbox";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Set<String> PLACEHOLDERS = Set.of("interpreter", "main", "heapMb");
  private static final Pattern SECRET =
      Pattern.compile("/etc/(shadow|gshadow|sudoers|ssh|ssl|security|pam|docker|kubernetes).*");
  private static final Pattern HOST_ONLY =
      Pattern.compile("/(etc|proc|sys|dev|run|root|home|boot|var/run|var/lib)(/.*)?");
  private static final Pattern OWN =
      Pattern.compile("/(proc|sys|dev|etc|tmp|usr|bin|sbin|lib\\w*|workspace|aleff)(/.*)?");

  private SandboxProfiles() {}

  /**
   * @param profiles by name, sorted; those with errors are left out
   * @param diagnostics of all files, all at once
   */
  public record Reading(Map<String, SandboxProfile> profiles, List<Diagnostic> diagnostics) {

    public Reading {
      profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
      diagnostics = List.copyOf(diagnostics);
    }
  }

  public static Reading read(List<SourceText> sources) {
    Map<String, SandboxProfile> profiles = new TreeMap<>();
    Map<String, SourceLocation> places = new HashMap<>();
    List<Diagnostic> found = new ArrayList<>();
    for (SourceText source : sources) {
      Definition definition = Definition.read(source, "sandbox-profile");
      found.addAll(definition.diagnostics());
      MappingNode root = definition.root();
      if (root != null) {
        SandboxProfile profile = SandboxProfile.of(root.toJson());
        List<Diagnostic> findings = check(profile, root, places);
        found.addAll(findings);
        if (findings.stream().noneMatch(Diagnostic::isError)) {
          profiles.put(profile.name(), profile);
        }
      }
    }
    return new Reading(profiles, found);
  }

  /**
   * Gives each manifest of sandboxes the profiles its operations name: by {@code
   * settings.profiles.<operation>}, else the profile with the operation's name.
   *
   * @param found where findings go
   * @return the manifests, with the profiles themselves under {@link #SETTING}
   */
  public static Map<String, ConnectorManifest> bind(
      Map<String, ConnectorManifest> manifests,
      Map<String, SandboxProfile> profiles,
      List<Diagnostic> found) {
    Map<String, ConnectorManifest> bound = new TreeMap<>(manifests);
    bound.replaceAll((name, each) -> each.kind().equals(KIND) ? bind(each, profiles, found) : each);
    return Collections.unmodifiableMap(bound);
  }

  private static ConnectorManifest bind(
      ConnectorManifest manifest, Map<String, SandboxProfile> profiles, List<Diagnostic> found) {
    ObjectNode settings = manifest.settings().deepCopy();
    ObjectNode chosen = settings.putObject(SETTING);
    for (String operation : manifest.operations().keySet()) {
      String name = manifest.settings().path(SETTING).path(operation).asString(operation);
      SandboxProfile profile = profiles.get(name);
      if (profile != null) {
        chosen.set(operation, profile.toJson());
      } else {
        SourceLocation at = new SourceLocation("connectors/" + manifest.name() + ".yaml", 1, 1);
        found.add(
            Diagnostic.error(
                    "SANDBOX-004",
                    at,
                    "The operation \"%s\" of \"%s\" needs a sandbox profile \"%s\"."
                        .formatted(operation, manifest.name(), name))
                .expecting("one of " + String.join(", ", profiles.keySet()))
                .maybe(Suggestions.nearest(name, profiles.keySet())));
      }
    }
    return new ConnectorManifest(
        manifest.name(),
        manifest.kind(),
        manifest.description(),
        manifest.operations(),
        manifest.egress(),
        manifest.secrets(),
        manifest.retry(),
        manifest.circuitBreaker(),
        settings);
  }

  private static List<Diagnostic> check(
      SandboxProfile profile, MappingNode root, Map<String, SourceLocation> places) {
    List<Diagnostic> findings = new ArrayList<>();
    SourceLocation before = places.putIfAbsent(profile.name(), root.valueLocation("name"));
    if (before != null) {
      findings.add(
          Diagnostic.error(
              "SANDBOX-001",
              root.valueLocation("name"),
              "The profile \"%s\" is already at %s.".formatted(profile.name(), before)));
    }
    checkCommand(root, findings);
    for (YamlNode each : root.items("system")) {
      if (each instanceof ScalarNode folder && SECRET.matcher(folder.text()).matches()) {
        findings.add(forbidden(folder, "It may hold secrets."));
      }
    }
    for (YamlNode each : root.items("mounts")) {
      checkMount(each, findings);
    }
    return findings;
  }

  private static void checkCommand(MappingNode root, List<Diagnostic> findings) {
    boolean runsMain = false;
    for (YamlNode each : root.items("command")) {
      if (each instanceof ScalarNode word) {
        Matcher matcher = PLACEHOLDER.matcher(word.text());
        while (matcher.find()) {
          String name = matcher.group(1);
          runsMain |= name.equals("main");
          if (!PLACEHOLDERS.contains(name)) {
            findings.add(
                Diagnostic.error(
                        "SANDBOX-002", word.location(), "There is no ${" + name + "} to put in.")
                    .expecting("${interpreter}, ${main} or ${heapMb}")
                    .maybe(Suggestions.nearest(name, PLACEHOLDERS)));
          }
        }
      }
    }
    if (!runsMain) {
      findings.add(
          Diagnostic.error(
                  "SANDBOX-002",
                  root.valueLocation("command"),
                  "The command does not run the program.")
              .expecting("${main} among its words"));
    }
  }

  private static void checkMount(YamlNode node, List<Diagnostic> findings) {
    if (node.at("source") instanceof ScalarNode source
        && HOST_ONLY.matcher(source.text()).matches()) {
      findings.add(forbidden(source, "Programs could read the host's state or secrets."));
    }
    if (node.at("target") instanceof ScalarNode target && OWN.matcher(target.text()).matches()) {
      findings.add(forbidden(target, "The sandbox has a folder of its own there."));
    }
  }

  private static Diagnostic forbidden(ScalarNode path, String why) {
    return Diagnostic.error(
            "SANDBOX-003",
            path.location(),
            "\"%s\" cannot be shown to a sandbox. %s".formatted(path.text(), why))
        .expecting("a folder of data, such as /srv/data seen as /data");
  }
}
