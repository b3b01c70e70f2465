package io.aleff.server.security;

import static io.aleff.server.security.Role.ADMIN;
import static io.aleff.server.security.Role.ANALYST;
import static io.aleff.server.security.Role.OPERATOR;
import static io.aleff.server.security.Role.REQUESTER;
import static io.aleff.server.security.Role.SECURITY;

import java.util.List;
import java.util.Set;

/**
 * Who may call what: the first rule whose method and path match decides, and what matches none is
 * refused. The whole table is here so that it can be reviewed in one look.
 */
final class AccessRules {

  private static final Set<Role> ANYBODY = Set.of();
  private static final Set<Role> EVERYONE = Set.of(Role.values());

  /** In order. */
  static final List<Rule> TABLE =
      List.of(
          new Rule("POST", "/api/v1/session", ANYBODY),
          new Rule("GET", "/api/v1/session", ANYBODY),
          new Rule("DELETE", "/api/v1/session", ANYBODY),
          new Rule("PUT", "/api/v1/session/password", EVERYONE),
          new Rule("GET", "/api/v1/openapi.json", EVERYONE),
          new Rule("GET", "/api/v1/events", EVERYONE),
          new Rule("GET", "/api/v1/runs/**", EVERYONE),
          new Rule("POST", "/api/v1/runs", Set.of(REQUESTER)),
          new Rule("POST", "/api/v1/runs/*/cancel", Set.of(REQUESTER, OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/runs/*/retry", Set.of(REQUESTER, OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/runs/*/rollback", Set.of(REQUESTER, OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/runs/*/restore", Set.of(REQUESTER, OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/simulate", Set.of(REQUESTER, ANALYST, SECURITY, ADMIN)),
          new Rule("GET", "/api/v1/approvals/**", EVERYONE),
          // The runtime knows the groups of a request; it refuses by code, and audits that.
          new Rule("POST", "/api/v1/approvals/*/*", EVERYONE),
          new Rule("GET", "/api/v1/releases/**", EVERYONE),
          new Rule("POST", "/api/v1/releases", Set.of(ANALYST, SECURITY, ADMIN)),
          new Rule("POST", "/api/v1/releases/*/activate", Set.of(ANALYST, SECURITY, ADMIN)),
          new Rule("POST", "/api/v1/releases/rollback", Set.of(ANALYST, SECURITY, OPERATOR, ADMIN)),
          new Rule("GET", "/api/v1/opa/bundles/*", Set.of(SECURITY, OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/playground", Set.of(SECURITY, ADMIN)),
          new Rule("GET", "/api/v1/audit/**", Set.of(SECURITY, OPERATOR, ADMIN)),
          new Rule("GET", "/api/v1/dead-letters", Set.of(OPERATOR, ADMIN)),
          new Rule("POST", "/api/v1/dead-letters/*/*", Set.of(OPERATOR, ADMIN)),
          new Rule("GET", "/api/v1/users", Set.of(ADMIN)),
          new Rule("POST", "/api/v1/users", Set.of(ADMIN)),
          new Rule("DELETE", "/api/v1/users/*", Set.of(ADMIN)),
          new Rule("POST", "/api/v1/tokens", EVERYONE),
          new Rule("GET", "/api/v1/doctor", Set.of(ANALYST, SECURITY, OPERATOR, ADMIN)),
          new Rule("GET", "/actuator/health/**", ANYBODY),
          new Rule("GET", "/actuator/prometheus", Set.of(OPERATOR, ADMIN)),
          new Rule("GET", "/engine-rest/**", Set.of(ANALYST, ADMIN)),
          new Rule("POST", "/engine-rest/deployment/create", Set.of(ANALYST, ADMIN)));

  /** Below these the table is complete; elsewhere are only the public files of the console. */
  static final List<String> GUARDED = List.of("/api/**", "/actuator/**", "/engine-rest/**");

  private AccessRules() {}

  /**
   * @param path pattern of Spring's path patterns
   * @param roles one of these is needed; empty needs no login
   */
  record Rule(String method, String path, Set<Role> roles) {

    boolean isPublic() {
      return roles.isEmpty();
    }

    String[] authorities() {
      return roles.stream().map(Role::text).toArray(String[]::new);
    }
  }
}
