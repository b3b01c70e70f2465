package io.aleff.server.security;

import java.util.Locale;

/** What somebody may do. People may also belong to approver groups of other names. */
public enum Role {
  REQUESTER,
  APPROVER,
  ANALYST,
  SECURITY,
  OPERATOR,
  ADMIN;

  /** The name in policies, databases and the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
