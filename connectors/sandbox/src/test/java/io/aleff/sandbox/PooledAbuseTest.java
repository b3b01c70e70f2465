package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.sandbox.abuse.AbuseCase;
import io.aleff.sandbox.abuse.AbuseSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The abuse suite in sandboxes of bubblewrap that waited in a pool. */
class PooledAbuseTest {

  @TempDir Path folder;
  private Sandboxes sandboxes = new Sandboxes(List.of());

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() throws IOException {
    AbuseSuite suite = suite(Protections.ALL);
    return AbuseTest.eachHolds(suite);
  }

  /** The test of the test. */
  @ParameterizedTest
  @EnumSource
  void aCaseTurnsRedWithoutTheProtection(Protection protection) throws Exception {
    AbuseSuite suite = suite(Protections.without(protection));
    AbuseCase abuse = AbuseTest.named(AbuseTest.caseFor(protection));
    AbuseSuite.Verdict verdict = suite.run(abuse);
    assumeTrue(verdict.skipped().isEmpty(), () -> verdict.skipped().toString());
    assertThat(verdict.complaints())
        .as("%s without %s", abuse, protection)
        .isNotEmpty()
        .doesNotContain("no sandbox of the pool ran it");
  }

  private AbuseSuite suite(Protections protections) throws IOException {
    SandboxHost host =
        new SandboxHost(
            SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT, protections);
    sandboxes = WarmSandboxTest.pooled(new Bubblewrap(host), folder);
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      System.err.println("NOT TESTED: abuse of pooled sandboxes: " + problems);
    }
    assumeTrue(problems.isEmpty(), () -> String.join(" ", problems));
    return new AbuseSuite(sandboxes, Sandboxed.profiles(), true);
  }
}
