package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aleff.sandbox.abuse.AbuseCase;
import io.aleff.sandbox.abuse.AbuseSuite;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The abuse suite on bubblewrap, and that each of its protections is one that it notices. */
class AbuseTest {

  private Sandboxes sandboxes = new Sandboxes(List.of());

  @AfterEach
  void close() {
    sandboxes.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() {
    AbuseSuite suite = suite(Protections.ALL);
    return eachHolds(suite);
  }

  /** The test of the test. */
  @ParameterizedTest
  @EnumSource
  void aCaseTurnsRedWithoutTheProtection(Protection protection) throws Exception {
    AbuseSuite suite = suite(Protections.without(protection));
    AbuseCase abuse = named(caseFor(protection));
    AbuseSuite.Verdict verdict = suite.run(abuse);
    assumeTrue(verdict.skipped().isEmpty(), () -> verdict.skipped().toString());
    assertThat(verdict.complaints()).as("%s without %s", abuse, protection).isNotEmpty();
  }

  /** Protections that more than one case is there for. */
  @ParameterizedTest
  @CsvSource({"DISK, sparse-out", "SYSTEM_CALLS, reserved-space"})
  void anotherCaseTurnsRed(Protection protection, String name) throws Exception {
    AbuseSuite.Verdict verdict = suite(Protections.without(protection)).run(named(name));
    assertThat(verdict.complaints()).as("%s without %s", name, protection).isNotEmpty();
  }

  /** The case that a protection is there for. */
  static String caseFor(Protection protection) {
    return switch (protection) {
      case SYSTEM_CALLS -> "netlink";
      case NETWORK -> "network";
      case PRIVATE_ROOT -> "read-host";
      case READ_ONLY -> "write-outside";
      case PROCESS_NAMESPACE -> "see-processes";
      case ENVIRONMENT -> "server-environment";
      case MEMORY -> "memory-2gb";
      case PROCESS_COUNT -> "fork-bomb";
      case CPU_SHARE -> "busy-all-cores";
      case CPU_TIME -> "cpu-time";
      case TEMPORARY_SIZE -> "fill-tmp";
      case DISK -> "fill-workspace";
      case OUTPUT -> "output-500mb";
      case DEADLINE -> "ignores-term";
      case SERVER_DEATH -> "server-killed";
      case CLEAN_RETURN -> "hostile-files";
    };
  }

  /** One test for each case. */
  static Stream<DynamicTest> eachHolds(AbuseSuite suite) {
    return AbuseSuite.cases().stream()
        .map(
            abuse ->
                DynamicTest.dynamicTest(
                    abuse.name(), () -> assertThat(suite.run(abuse).complaints()).isEmpty()));
  }

  static AbuseCase named(String name) {
    return AbuseSuite.cases().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private AbuseSuite suite(Protections protections) {
    SandboxHost host =
        new SandboxHost(
            SandboxConfiguration.standard(), HostTools.system(), UidRule.NEVER_ROOT, protections);
    sandboxes = new Sandboxes(List.of(new Bubblewrap(host)));
    List<String> problems = sandboxes.problems();
    if (!problems.isEmpty()) {
      System.err.println("NOT TESTED: abuse of bubblewrap: " + problems);
    }
    assumeTrue(problems.isEmpty(), () -> String.join(" ", problems));
    return new AbuseSuite(sandboxes, Sandboxed.profiles());
  }
}
