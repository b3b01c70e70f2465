package io.aleff.sandbox;

/**
 * Which sandboxes an operator wants.
 *
 * @param backend what makes them
 */
public record SandboxSettings(Choice backend) {

  /** bubblewrap where it works, else Docker. */
  public static final SandboxSettings STANDARD = new SandboxSettings(Choice.AUTO);

  /** What makes sandboxes. */
  public enum Choice {
    AUTO,
    BWRAP,
    DOCKER
  }
}
