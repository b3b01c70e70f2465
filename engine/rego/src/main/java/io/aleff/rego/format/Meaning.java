package io.aleff.rego.format;

import io.aleff.rego.ast.Module;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Compares files by what they say: everything but the places. */
final class Meaning {

  private Meaning() {}

  static boolean same(Module a, Module b) {
    return a.path().equals(b.path())
        && withoutPlaces(a, a.rules()).equals(withoutPlaces(b, b.rules()))
        && new HashSet<>(imports(a)).equals(new HashSet<>(imports(b)))
        && comments(a).equals(comments(b));
  }

  private static String withoutPlaces(Module module, Object nodes) {
    Pattern place =
        Pattern.compile("location=" + Pattern.quote(module.source().path()) + ":\\d+:\\d+");
    return place.matcher(nodes.toString()).replaceAll("");
  }

  private static List<String> imports(Module module) {
    return module.imports().stream().map(i -> withoutPlaces(module, i)).toList();
  }

  private static List<String> comments(Module module) {
    return module.comments().stream().map(c -> c.text().strip()).sorted().toList();
  }
}
