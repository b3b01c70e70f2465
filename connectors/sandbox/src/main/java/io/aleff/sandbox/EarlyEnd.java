package io.aleff.sandbox;

import com.github.dockerjava.api.model.StreamType;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The end of a program in a container as this machine sees it: all processes are dead, and each
 * stream has come to its mark. The engine says the same, but takes some 50 ms to clear up first.
 * Whatever is not plain here is left to the engine's word.
 */
final class EarlyEnd {

  private final Optional<FirstProcess> first;
  private final MarkedStream standardOutput;
  private final MarkedStream standardError;
  private boolean over;

  /**
   * @param mark see {@link DockerContainer#mark}
   * @param first empty where nothing is believed but the engine's word
   */
  EarlyEnd(
      String mark,
      Optional<FirstProcess> first,
      OutputTap standardOutput,
      OutputTap standardError) {
    this.first = first;
    this.standardOutput = new MarkedStream(DockerContainer.mark(mark), standardOutput);
    this.standardError = new MarkedStream(DockerContainer.mark(mark), standardError);
  }

  synchronized void take(StreamType stream, byte[] piece) {
    if (!over) {
      (stream == StreamType.STDERR ? standardError : standardOutput).accept(piece);
    }
  }

  /** Of the program, once it and all its children are dead; empty before, or when unknown here. */
  OptionalInt exitCode() {
    OptionalInt code = standardOutput.status();
    return code.isPresent()
            && standardError.status().equals(code)
            && first.filter(FirstProcess::hasEndedWell).isPresent()
        ? code
        : OptionalInt.empty();
  }

  /** Nothing is taken afterwards. */
  synchronized void end() {
    over = true;
    standardOutput.end();
    standardError.end();
  }
}
