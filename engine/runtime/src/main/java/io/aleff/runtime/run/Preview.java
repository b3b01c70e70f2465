package io.aleff.runtime.run;

import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.runtime.action.ResolvedAction;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An action as text for the person who is asked about it: everything, in a fixed order. */
final class Preview {

  private static final int LONGEST_FILE = 20_000;

  private Preview() {}

  static String of(ResolvedAction action) {
    StringBuilder out = new StringBuilder();
    out.append(action.connector()).append('.').append(action.operation()).append('\n');
    for (Map.Entry<String, JsonNode> argument : action.arguments().properties()) {
      JsonNode value = argument.getValue();
      out.append(argument.getKey()).append(": ");
      out.append(value.isString() ? value.stringValue() : Json.MAPPER.writeValueAsString(value));
      out.append('\n');
    }
    action.code().forEach((path, bytes) -> file(out, "Code", path, bytes));
    action.files().forEach((path, bytes) -> file(out, "File", path, bytes));
    if (!action.workspace().isEmpty()) {
      out.append("\nAll files that it can read: SHA-256 ").append(action.workspace()).append('\n');
    }
    return out.append("\nDigest ").append(action.digest()).append('\n').toString();
  }

  private static void file(StringBuilder out, String what, String path, byte[] bytes) {
    out.append('\n').append(what).append(' ').append(path);
    out.append(" (").append(bytes.length).append(" bytes, SHA-256 ");
    out.append(Digest.sha256(bytes)).append(")\n");
    String text = Deciding.text(bytes);
    if (text == null) {
      out.append("  (no text)\n");
      return;
    }
    String shown = text.length() > LONGEST_FILE ? text.substring(0, LONGEST_FILE) + "\n…" : text;
    shown.lines().forEach(line -> out.append("  ").append(line).append('\n'));
  }
}
