package io.aleff.rego.builtin;

import java.util.Map;
import java.util.TreeMap;

/** All built-ins by name. */
public final class Builtins {

  private static final Map<String, Builtin> ALL = register();

  private final Map<String, Builtin> found = new TreeMap<>();

  private Builtins() {}

  public static Map<String, Builtin> all() {
    return ALL;
  }

  private static Map<String, Builtin> register() {
    Builtins registry = new Builtins();
    Comparisons.register(registry);
    Numbers.register(registry);
    Aggregates.register(registry);
    Strings.register(registry);
    Collections.register(registry);
    Objects.register(registry);
    Types.register(registry);
    Regexes.register(registry);
    Encodings.register(registry);
    Times.register(registry);
    Networks.register(registry);
    Hashes.register(registry);
    Versions.register(registry);
    Units.register(registry);
    Uuids.register(registry);
    Jwt.register(registry);
    JwtSigning.register(registry);
    X509.register(registry);
    Uris.register(registry);
    Schemas.register(registry);
    Aws.register(registry);
    GlobIntersection.register(registry);
    Metadata.register(registry);
    GraphqlDocuments.register(registry);
    for (String name :
        new String[] {"http.send", "net.lookup_ip_addr", "opa.runtime", "rego.parse_module"}) {
      registry.found.put(name, new Builtin(name, arity(name), false, false, (s, a) -> null));
    }
    return Map.copyOf(registry.found);
  }

  private static int arity(String name) {
    return switch (name) {
      case "opa.runtime" -> 0;
      case "rego.parse_module" -> 2;
      default -> 1;
    };
  }

  void add(String name, int arity, Builtin.Body body) {
    found.put(name, new Builtin(name, arity, false, true, body));
  }

  void relation(String name, int arity, Builtin.Body body) {
    found.put(name, new Builtin(name, arity, true, true, body));
  }
}
