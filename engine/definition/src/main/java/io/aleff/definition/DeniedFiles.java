package io.aleff.definition;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that usually hold secrets and never become part of a workspace. A pattern without a slash
 * is about the name of a file in any folder, one with a slash about the whole path; {@code *} and
 * {@code ?} stay within a folder, {@code **} does not. Upper and lower case are the same.
 */
public final class DeniedFiles {

  private static final List<String> SHIPPED =
      List.of(
          ".env",
          ".env.*",
          "id_rsa",
          "id_dsa",
          "id_ecdsa",
          "id_ed25519",
          "*.pem",
          "*.key",
          "*.p12",
          "*.pfx",
          "*.jks",
          "*.keystore",
          "*.kdbx",
          "*.ppk",
          ".netrc",
          ".pgpass",
          ".pypirc",
          ".git-credentials",
          "**.aws/credentials",
          "**.docker/config.json",
          "**.kube/config");

  /** Templates without values, which are meant to be shared. */
  private static final Set<String> HARMLESS =
      Set.of(".env.example", ".env.sample", ".env.template", ".env.dist");

  /** The shipped patterns, and none of a tenant's own. */
  public static final DeniedFiles STANDARD = new DeniedFiles(List.of());

  private final Map<String, PathMatcher> matchers = new LinkedHashMap<>();

  /**
   * @param more patterns beside the shipped ones
   */
  public DeniedFiles(List<String> more) {
    List<String> all = new ArrayList<>(SHIPPED);
    all.addAll(more);
    for (String pattern : all) {
      matchers.put(
          pattern,
          FileSystems.getDefault().getPathMatcher("glob:" + pattern.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * @param path relative, with {@code /} between its parts
   * @return the pattern that denies it; null when none does
   */
  public @Nullable String pattern(String path) {
    Path whole = Path.of(path.toLowerCase(Locale.ROOT));
    Path name = whole.getFileName();
    if (name == null || HARMLESS.contains(name.toString())) {
      return null;
    }
    for (Map.Entry<String, PathMatcher> each : matchers.entrySet()) {
      if (each.getValue().matches(each.getKey().contains("/") ? whole : name)) {
        return each.getKey();
      }
    }
    return null;
  }
}
