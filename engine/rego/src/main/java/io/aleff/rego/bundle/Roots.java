package io.aleff.rego.bundle;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Module;
import io.aleff.rego.parse.ModuleParser;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A bundle may only say what lies under the roots it claims. */
final class Roots {

  private static final String CODE = "OPA-BUNDLE-007";

  private Roots() {}

  static void check(
      Manifest manifest, List<SourceText> sources, ObjectNode data, List<Diagnostic> errors) {
    for (SourceText source : sources) {
      ModuleParser.Parsed parsed = ModuleParser.module(source, manifest.isV0(source.path()));
      errors.addAll(parsed.errors());
      Module module = parsed.module();
      if (module != null && !manifest.owns(String.join("/", module.path()))) {
        errors.add(
            Diagnostic.error(
                    CODE,
                    module.packageLocation(),
                    "The package " + module.dataPath() + " is outside of the bundle's roots.")
                .expecting("a package under " + manifest.roots()));
      }
    }
    documents(manifest, data, "", errors);
  }

  private static void documents(
      Manifest manifest, JsonNode node, String path, List<Diagnostic> errors) {
    if (manifest.owns(path)) {
      return;
    }
    if (!(node instanceof ObjectNode object) || !manifest.leadsTo(path)) {
      errors.add(
          Archive.error(CODE, "data.json", "The data at /" + path + " is outside of the roots.")
              .expecting("data under " + manifest.roots()));
      return;
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String below = path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey();
      documents(manifest, entry.getValue(), below, errors);
    }
  }
}
