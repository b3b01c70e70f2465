package io.aleff.rego;

import io.aleff.definition.SourceText;
import io.aleff.rego.conformance.ConformanceCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The modules of the public conformance cases, as examples of Rego. */
public final class SuiteModules {

  private SuiteModules() {}

  /** Null, with one line that says so, when this machine has none. */
  public static @Nullable List<SourceText> read() throws IOException {
    Path folder = Suites.rego();
    if (folder == null) {
      System.out.println("NOT TESTED: no shared/suites/rego beside this repository");
      return null;
    }
    List<SourceText> out = new ArrayList<>();
    for (ConformanceCase one : Suites.cases(folder)) {
      for (JsonNode module : one.node().path("modules")) {
        out.add(new SourceText(one.id() + "-" + out.size() + ".rego", module.asString()));
      }
    }
    return out;
  }
}
