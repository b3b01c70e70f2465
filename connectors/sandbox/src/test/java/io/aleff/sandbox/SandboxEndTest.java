package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.sandbox.SandboxReport.Reason;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of a program means. */
class SandboxEndTest {

  /** The first process of a sandbox is killed where others are told by signal 24. */
  @ParameterizedTest
  @CsvSource({
    "152, 0, CPU",
    "137, 3600001, CPU",
    "137, 3600000, SIGNAL",
    "137, -1, SIGNAL",
    "0, 3600001, EXIT",
    "139, 3600001, SIGNAL"
  })
  void processorTimeEndsInTwoWays(int code, long cpuMillis, Reason reason) {
    SandboxEnd end =
        new SandboxEnd(
            SandboxEnd.Cause.EXITED,
            OptionalInt.of(code),
            false,
            false,
            new WorkspaceOwner.Inventory(),
            new TextTail(100),
            new TextTail(100),
            Duration.ofSeconds(1),
            new SandboxReport.Usage(Duration.ZERO, cpuMillis, -1));
    assertThat(end.report(SandboxLimits.DEFAULT, Protections.ALL, "sandbox").reason())
        .isEqualTo(reason);
  }
}
