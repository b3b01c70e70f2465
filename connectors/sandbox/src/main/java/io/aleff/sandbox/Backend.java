package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import java.util.List;
import java.util.Optional;

/** A way to make sandboxes. There is none that runs a program on the host itself. */
interface Backend extends AutoCloseable {

  /** For example {@code bwrap}. */
  String name();

  /** Why no sandbox can start, as sentences for the operator; empty when one can. */
  List<String> problems();

  /** How each limit is enforced here. */
  List<Enforcement> enforcement();

  /** The interpreter that a profile's programs would run with; empty when none is there. */
  Optional<String> interpreter(SandboxProfile profile);

  /** What to do where {@link #interpreter} is empty, a sentence for the operator. */
  String howToInstall(SandboxProfile profile);

  /** What {@link MortalServer} is told so that another process makes the same sandboxes. */
  List<String> arguments();

  Protections protections();

  /**
   * Runs a program to its end; nothing of it is alive afterwards, also when interrupted.
   *
   * @param output takes live output
   */
  SandboxReport run(SandboxOrder order, OutputSink output) throws InterruptedException;

  /** Ends every sandbox that still runs. */
  @Override
  void close();
}
