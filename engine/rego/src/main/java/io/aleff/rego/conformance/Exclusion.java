package io.aleff.rego.conformance;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Aleff leaves out of Rego, found in the sources of a case. */
enum Exclusion {
  PARSE_MODULE("\\brego\\.parse_module\\b", "rego.parse_module is not there"),
  EXPERIMENTAL(
      "\\bimport\\s+future\\.keywords\\.(and|or|not)\\b", "experimental keywords are not there"),
  REACHING_OUT(
      "\\b(http\\.send|net\\.lookup_ip_addr|opa\\.runtime)\\b",
      "built-ins that reach out are not allowed");

  private final Pattern pattern;
  private final String reason;

  Exclusion(String pattern, String reason) {
    this.pattern = Pattern.compile(pattern);
    this.reason = reason;
  }

  /** Why a case that fails is skipped, or null when it uses nothing that is left out. */
  static @Nullable String reason(List<String> modules, String query) {
    for (Exclusion exclusion : values()) {
      boolean used =
          exclusion.pattern.matcher(query).find()
              || modules.stream().anyMatch(module -> exclusion.pattern.matcher(module).find());
      if (used) {
        return exclusion.reason;
      }
    }
    return null;
  }
}
