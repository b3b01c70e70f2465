package io.aleff.sandbox;

/** A folder holds something that must not be committed; the message is for people. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  RefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  WorkspaceCommit.Refused refusal() {
    return new WorkspaceCommit.Refused(code, String.valueOf(getMessage()));
  }
}
