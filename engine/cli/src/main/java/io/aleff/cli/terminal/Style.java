package io.aleff.cli.terminal;

/** How a word is shown where colour is. */
public enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  BAD("31"),
  WARN("33"),
  LINK("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String apply(String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** The style of a run's, step's or approval's state. */
  public static Style ofState(String state) {
    return switch (state) {
      case "success", "approved", "allow", "ok" -> GOOD;
      case "failed", "denied", "deny", "rejected", "cancelled" -> BAD;
      case "waiting", "retrying", "approve", "open", "expired", "rolled_back" -> WARN;
      case "pending", "skipped", "void" -> DIM;
      default -> PLAIN;
    };
  }
}
