package io.aleff.connector;

import io.aleff.connector.net.HostNames;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import io.aleff.definition.YamlNode.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a manifest of sandboxes says about the network under {@code settings}: {@code
 * egress}, {@code egressMb} and {@code privateAddresses}. All findings are {@code SANDBOX-005}.
 */
final class EgressSettings {

  private static final String CODE = "SANDBOX-005";
  private static final List<String> KEYS = List.of("host", "methods", "headers", "tls");
  private static final Pattern SECRET = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern METHOD = Pattern.compile("[A-Z]+(-[A-Z]+)*");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern ONE_LINE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

  /** They say how a message is framed or where it goes, so nobody but the proxy sets them. */
  private static final Set<String> FRAMING =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "keep-alive",
          "proxy-connection",
          "expect");

  private final ConnectorManifest manifest;
  private final MappingNode root;
  private final List<Diagnostic> findings = new ArrayList<>();

  EgressSettings(ConnectorManifest manifest, MappingNode root) {
    this.manifest = manifest;
    this.root = root;
  }

  List<Diagnostic> findings() {
    YamlNode egress = root.at("settings", "egress");
    if (egress instanceof SequenceNode entries) {
      entries.items().forEach(this::entry);
    } else if (egress != null) {
      wrong(egress, "settings.egress is not a list", "[{host: api.example.com}]");
    }
    YamlNode most = root.at("settings", "egressMb");
    boolean whole =
        most instanceof ScalarNode number
            && number.value().isIntegralNumber()
            && number.value().asLong(0) > 0;
    if (most != null && !whole) {
      wrong(most, "egressMb is no number of megabytes", "a whole number above 0");
    }
    truth(root.at("settings", "privateAddresses"), "privateAddresses");
    return findings;
  }

  private void entry(YamlNode node) {
    if (!(node instanceof MappingNode entry)) {
      wrong(node, "An entry of settings.egress is no mapping", "{host: api.example.com}");
      return;
    }
    for (String key : entry.keys()) {
      if (!KEYS.contains(key)) {
        findings.add(
            Diagnostic.error(
                    CODE, entry.keyLocation(key), "\"" + key + "\" is no key of settings.egress.")
                .expecting("one of " + String.join(", ", KEYS))
                .maybe(Suggestions.nearest(key, KEYS)));
      }
    }
    host(entry);
    methods(entry.get("methods"));
    headers(entry.get("headers"));
    truth(entry.get("tls"), "tls");
  }

  private void host(MappingNode entry) {
    String host = entry.text("host");
    if (host == null) {
      findings.add(
          Diagnostic.error(CODE, entry.location(), "An entry of settings.egress has no host.")
              .expecting("host: a name, name:port or *.domain"));
      return;
    }
    HostNames.problem(host)
        .ifPresent(
            why ->
                findings.add(
                    Diagnostic.error(CODE, entry.valueLocation("host"), why)
                        .expecting("a name, name:port or *.domain")));
  }

  private void methods(@Nullable YamlNode node) {
    if (node == null) {
      return;
    }
    if (!(node instanceof SequenceNode list) || list.items().isEmpty()) {
      wrong(node, "The methods are no list", "methods: [GET]");
      return;
    }
    for (YamlNode each : list.items()) {
      String method = each instanceof ScalarNode scalar ? scalar.text() : "";
      if (!METHOD.matcher(method).matches()) {
        findings.add(
            Diagnostic.error(CODE, each.location(), "\"" + method + "\" is no method.")
                .expecting("a method in capital letters")
                .maybe(method.isEmpty() ? null : method.toUpperCase(Locale.ROOT)));
      } else if (method.equals("CONNECT")) {
        wrong(each, "Where methods are listed, tunnels are refused", "GET, POST and the like");
      }
    }
  }

  private void headers(@Nullable YamlNode node) {
    if (node == null) {
      return;
    }
    if (!(node instanceof MappingNode headers)) {
      wrong(node, "The headers are no mapping", "headers: {Authorization: \"Bearer …\"}");
      return;
    }
    headers
        .entries()
        .forEach(
            (name, entry) -> {
              header(name, entry.keyLocation());
              if (entry.value() instanceof ScalarNode text
                  && text.value().isString()
                  && ONE_LINE.matcher(text.text()).matches()) {
                secrets(text);
              } else {
                wrong(entry.value(), "The header " + name + " is no line of text", "a text");
              }
            });
  }

  private void header(String name, SourceLocation at) {
    if (!HEADER.matcher(name).matches()) {
      findings.add(
          Diagnostic.error(CODE, at, "\"" + name + "\" is no name of a header.")
              .expecting("letters, digits and -"));
    } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
      findings.add(
          Diagnostic.error(CODE, at, "The header " + name + " belongs to the proxy.")
              .expecting("a header that only the host looks at, such as Authorization"));
    }
  }

  private void secrets(ScalarNode text) {
    Matcher found = SECRET.matcher(text.text());
    while (found.find()) {
      String what = found.group(1);
      String name = what.startsWith("secret:") ? what.substring("secret:".length()) : "";
      if (!manifest.secrets().contains(name)) {
        findings.add(
            Diagnostic.error(
                    CODE, text.location(), "The manifest names no secret for ${" + what + "}.")
                .expecting("${secret:NAME} with NAME under secrets: " + manifest.secrets())
                .maybe(Suggestions.nearest(name, manifest.secrets())));
      }
    }
  }

  private void truth(@Nullable YamlNode node, String key) {
    if (node != null && !(node instanceof ScalarNode scalar && scalar.value().isBoolean())) {
      wrong(node, "\"" + key + "\" is neither true nor false", "true or false");
    }
  }

  private void wrong(YamlNode node, String what, String expected) {
    findings.add(Diagnostic.error(CODE, node.location(), what + ".").expecting(expected));
  }
}
