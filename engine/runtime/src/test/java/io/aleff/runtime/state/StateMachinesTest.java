package io.aleff.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateMachinesTest {

  /** Set {@code -Daleff.update=true} to print the diagram again. */
  @Test
  void theDocumentedDiagramIsTheTable() throws IOException {
    Path file = Path.of("..", "..", "docs", "state-machine.md");
    if (Boolean.getBoolean("aleff.update")) {
      Files.writeString(file, StateMachines.markdown());
    }
    assertThat(file).hasContent(StateMachines.markdown());
  }

  @Test
  void whatIsOverStaysOverUnlessSomebodyAsks() {
    for (StepState from : StepState.values()) {
      for (StepState to : StepState.values()) {
        boolean undone = from == StepState.SUCCESS && to == StepState.ROLLED_BACK;
        if (from.isFinal() && from != to && !undone) {
          assertThat(StateMachines.allows(from, to)).as("%s to %s", from, to).isFalse();
        }
      }
    }
    assertThat(StateMachines.allows(RunState.SUCCESS, RunState.FAILED)).isFalse();
    assertThat(StateMachines.allows(RunState.SUCCESS, RunState.RUNNING)).isTrue();
  }
}
