package io.aleff.cli.release;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSettings;
import io.aleff.runtime.Releases.TestOutcome;
import io.aleff.runtime.release.CompiledRelease;
import io.aleff.runtime.release.DefinitionTests;
import io.aleff.runtime.release.ReleaseLoader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Definitions compiled here exactly as the service would compile them for a release.
 *
 * @param release null when any finding is an error
 */
record LocalDefinitions(@Nullable CompiledRelease release, List<Diagnostic> findings) {

  private static final Duration RULE_DEADLINE = Duration.ofSeconds(30);

  static LocalDefinitions of(DefinitionBundle bundle) {
    ReleaseLoader.Loading loading = ReleaseLoader.load(bundle);
    return new LocalDefinitions(loading.release(), loading.diagnostics());
  }

  /**
   * Runs the tests beside the definitions; Drools rules in a child JVM, as the service does.
   *
   * @return the outcomes; empty when there are errors
   */
  List<TestOutcome> test() throws IOException {
    if (release == null) {
      return List.of();
    }
    SignalSettings patient = SignalSettings.defaults().evaluatingFor(RULE_DEADLINE);
    try (SignalEvaluator signals = SignalEvaluator.start(patient)) {
      return DefinitionTests.run(release, signals);
    }
  }
}
