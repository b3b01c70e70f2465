package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import java.io.IOException;
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

  /** Which of the protections are on; all but in tests. */
  Protections protections();

  /**
   * Runs a program to its end; nothing of it is alive afterwards, also when interrupted.
   *
   * @param output takes live output
   */
  SandboxReport run(SandboxOrder order, OutputSink output) throws InterruptedException;

  /**
   * Starts sandboxes that wait for a program each, all at once.
   *
   * @param folders where their workspaces are
   * @return those that wait now, at most {@code count}
   * @throws IOException when none does
   */
  List<WarmSandbox> warm(SandboxPool.Key key, int count, PoolFolders folders)
      throws IOException, InterruptedException;

  /**
   * Starts a sandbox for a session.
   *
   * @param order of no program; its workspace is the session's until that is closed
   * @param words what is started in it
   * @throws IOException when none can be had; the message is for people
   */
  SessionBody session(SandboxOrder order, List<String> words) throws IOException;

  /** Ends every sandbox that still runs. */
  @Override
  void close();
}
