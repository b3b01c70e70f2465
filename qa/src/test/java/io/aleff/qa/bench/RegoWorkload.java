package io.aleff.qa.bench;

import io.aleff.definition.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies with what is asked of them.
 *
 * @param query the document that is asked for
 * @param data base documents; an empty object when there are none
 */
record RegoWorkload(
    String name, List<SourceText> modules, String query, JsonNode input, JsonNode data) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String ROLES =
      """
      package policy.rbac

      bindings := [
      	{"user": "alice", "roles": ["dev", "test"]},
      	{"user": "bob", "roles": ["test"]},
      ]

      roles := [
      	{"name": "dev", "permissions": [
      		{"resource": "foo123", "action": "write"},
      		{"resource": "foo123", "action": "read"},
      	]},
      	{"name": "test", "permissions": [{"resource": "foo123", "action": "read"}]},
      ]

      default allow := false

      allow if {
      	user_has_role[role_name]
      	role_has_permission[role_name]
      }

      user_has_role contains role_name if {
      	b := bindings[_]
      	b.user == input.subject
      	role_name := b.roles[_]
      }

      role_has_permission contains role_name if {
      	r := roles[_]
      	role_name := r.name
      	perm := r.permissions[_]
      	perm.resource == input.resource
      	perm.action == input.action
      }
      """;

  private static final String BY_DATA =
      """
      package big

      default allow := false

      allow if {
      	some role in data.users[input.user].roles
      	some perm in data.roles[role].permissions
      	perm.resource == input.resource
      	perm.action == input.action
      }
      """;

  /** The policy of OPA's page on performance. */
  static RegoWorkload roles() {
    ObjectNode input = NODES.objectNode();
    input.put("subject", "bob").put("resource", "foo123").put("action", "read");
    return new RegoWorkload(
        "role-based", source(ROLES), "data.policy.rbac.allow", input, NODES.objectNode());
  }

  /** Rules of which one fits. */
  static RegoWorkload rules(int count) {
    StringBuilder text = new StringBuilder("package many\n\ndefault allow := false\n");
    for (int i = 0; i < count; i++) {
      text.append("\nallow if {\n\tinput.path == \"/p").append(i).append("\"\n");
      text.append("\tinput.method == \"GET\"\n\tinput.level > ").append(i % 7).append("\n}\n");
    }
    ObjectNode input = NODES.objectNode();
    input.put("path", "/p" + count / 2).put("method", "GET").put("level", 9);
    return new RegoWorkload(
        count + " rules", source(text.toString()), "data.many.allow", input, NODES.objectNode());
  }

  /** One megabyte of base documents. */
  static RegoWorkload megabyte() {
    Random random = new Random(1);
    ObjectNode data = NODES.objectNode();
    ObjectNode users = data.putObject("users");
    for (int i = 0; i < 8_000; i++) {
      ObjectNode user = users.putObject("user" + i);
      user.put("description", "x".repeat(60));
      user.putArray("roles").add("role" + random.nextInt(200)).add("role" + i % 200);
    }
    ObjectNode roles = data.putObject("roles");
    for (int i = 0; i < 200; i++) {
      var permissions = roles.putObject("role" + i).putArray("permissions");
      for (int j = 0; j < 12; j++) {
        permissions.addObject().put("resource", "res" + (i + j)).put("action", "read");
      }
    }
    ObjectNode input = NODES.objectNode();
    input.put("user", "user4321").put("resource", "res" + (4321 % 200 + 5)).put("action", "read");
    return new RegoWorkload("1 MB of data", source(BY_DATA), "data.big.allow", input, data);
  }

  /** Aleff's own policies, without their tests. */
  static RegoWorkload guardrails(List<SourceText> shipped, JsonNode input) {
    List<SourceText> modules = new ArrayList<>();
    for (SourceText module : shipped) {
      if (!module.path().endsWith("_test.rego")) {
        modules.add(module);
      }
    }
    return new RegoWorkload(
        "Aleff's guardrails", modules, "data.aleff.guardrails", input, NODES.objectNode());
  }

  private static List<SourceText> source(String text) {
    return List.of(new SourceText("policy.rego", text));
  }
}
