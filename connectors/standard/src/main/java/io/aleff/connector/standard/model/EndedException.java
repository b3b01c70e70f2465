package io.aleff.connector.standard.model;

/** A call was ended here, or never came to an answer; its code is that of the failure. */
final class EndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean passing;

  /**
   * @param passing whether the same call may succeed later
   */
  EndedException(String code, String message, boolean passing) {
    super(message);
    this.code = code;
    this.passing = passing;
  }

  String code() {
    return code;
  }

  boolean passing() {
    return passing;
  }
}
