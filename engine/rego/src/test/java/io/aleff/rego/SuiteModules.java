package io.aleff.rego;

import io.aleff.definition.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The modules of the public conformance cases, as examples of Rego. */
public final class SuiteModules {

  private SuiteModules() {}

  /** Null, with one line that says so, when this machine has none. */
  public static @Nullable List<SourceText> read() {
    Path folder = ConformanceCases.folder();
    if (folder == null) {
      System.out.println("NOT TESTED: no shared/suites/rego beside this repository");
      return null;
    }
    List<SourceText> out = new ArrayList<>();
    for (ConformanceCases.Case c : ConformanceCases.read(folder)) {
      for (JsonNode module : c.node().path("modules")) {
        out.add(new SourceText(c.id() + "-" + out.size() + ".rego", module.asString()));
      }
    }
    return out;
  }
}
