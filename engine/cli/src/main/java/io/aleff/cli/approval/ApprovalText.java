package io.aleff.cli.approval;

import io.aleff.cli.run.Fields;
import io.aleff.cli.run.Words;
import io.aleff.cli.terminal.Excerpt;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Shows a request for approval: exactly what would happen, and why somebody is asked. */
public final class ApprovalText {

  /** Lines of a file that are shown unless all are asked for. */
  private static final int EXCERPT = 12;

  /** Arguments that name the file whose text is the message itself. */
  private static final Set<String> MESSAGE = Set.of("bodyFile", "body-file");

  private final Terminal terminal;
  private final Words words;
  private final String console;
  private final boolean full;

  /**
   * @param console address of the request in the console
   * @param full whether files are shown whole
   */
  public ApprovalText(Terminal terminal, Words words, String console, boolean full) {
    this.terminal = terminal;
    this.words = words;
    this.console = console;
    this.full = full;
  }

  /**
   * @param approval in full, as the API gives it
   */
  public void print(JsonNode approval) {
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, words.say("approval.title")));
    String sent = sent(approval);
    if (!sent.isEmpty()) {
      block(withoutListed(sent.lines().toList(), approval));
    } else if (approval.path("arguments").isEmpty()) {
      block(approval.path("preview").asString("").lines().toList());
    } else {
      arguments(approval);
    }
    approval.path("code").forEach(this::code);
    for (JsonNode file : approval.path("files")) {
      if (sent.isEmpty() || !isMessage(approval, file)) {
        file(approval, file);
      }
    }
    terminal.line();
    facts(approval);
    why(approval);
  }

  /**
   * The message in the words of its own protocol; empty when the connector has none. The digest
   * before it is what no text from elsewhere can imitate.
   */
  private static String sent(JsonNode approval) {
    String preview = approval.path("preview").asString("");
    String begin = "\nDigest " + Fields.text(approval, "digest") + "\n\nWhat would be sent:\n";
    int at = preview.indexOf(begin);
    return at < 0 ? "" : preview.substring(at + begin.length());
  }

  /** The head of the message names attachments that are shown as files below. */
  private static List<String> withoutListed(List<String> lines, JsonNode approval) {
    int body = lines.indexOf("");
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if ((body >= 0 && i >= body) || !isListedBelow(lines.get(i), approval)) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }

  private static boolean isListedBelow(String line, JsonNode approval) {
    return line.startsWith("Attachment: ")
        && approval
            .path("files")
            .valueStream()
            .map(file -> Fields.text(file, "sha256"))
            .anyMatch(sha -> !sha.isEmpty() && line.endsWith("sha256 " + sha + ")"));
  }

  private static boolean isMessage(JsonNode approval, JsonNode file) {
    String path = Fields.text(file, "path");
    JsonNode arguments = approval.path("arguments");
    return MESSAGE.stream().anyMatch(name -> Fields.text(arguments, name).equals(path));
  }

  private void arguments(JsonNode approval) {
    List<String> lines = new ArrayList<>();
    lines.add(operation(approval));
    approval
        .path("arguments")
        .properties()
        .forEach(entry -> lines.addAll(argument(entry.getKey(), entry.getValue())));
    block(lines);
  }

  /** Whole, whatever its length: nothing of it may be hidden. */
  private static List<String> argument(String name, JsonNode value) {
    boolean texts = value.isArray() && value.valueStream().allMatch(JsonNode::isString);
    String text =
        texts
            ? String.join(", ", value.valueStream().map(each -> each.asString("")).toList())
            : value.asString(value.toString());
    List<String> parts = text.lines().toList();
    if (parts.size() < 2) {
      return List.of(name + ": " + text);
    }
    List<String> lines = new ArrayList<>(List.of(name + ":"));
    parts.forEach(part -> lines.add("  " + part));
    return lines;
  }

  private void code(JsonNode code) {
    terminal.line(words.say("approval.code") + " " + Fields.text(code, "path") + "  " + hash(code));
    block(code.path("text").asString("").lines().toList());
  }

  private void file(JsonNode approval, JsonNode file) {
    String path = Fields.text(file, "path");
    String size = Fields.size(file.path("size").longValue(0));
    terminal.line(words.say("approval.file") + " " + path + "  " + size + "  " + hash(file));
    List<String> lines = file.path("text").asString("").lines().toList();
    boolean whole = full || isMessage(approval, file);
    List<String> shown = whole ? lines : cut(lines);
    block(shown);
    if (!shown.equals(lines)) {
      int hidden = lines.size() - shown.size();
      String key = hidden > 0 ? "approval.more" : "approval.cut";
      String more = words.say(key, Fields.text(approval, "id"), console, hidden);
      terminal.line(terminal.styled(Style.DIM, "  " + more));
    }
  }

  private List<String> cut(List<String> lines) {
    return lines.stream()
        .limit(EXCERPT)
        .map(line -> Excerpt.cut(SafeText.line(line), terminal.width() - 4))
        .toList();
  }

  private static String operation(JsonNode approval) {
    return Fields.text(approval, "connector") + "." + Fields.text(approval, "operation");
  }

  private void facts(JsonNode approval) {
    fact("approval.action", Fields.text(approval, "action") + " (" + operation(approval) + ")");
    fact("approval.digest", Fields.text(approval, "digest"));
    fact("approval.requester", Fields.text(approval, "requester"));
    fact("approval.groups", groups(approval));
    fact("approval.effect", words.state(Fields.text(approval, "reversibility")));
    fact("approval.expires", Fields.moment(approval, "expiresAt"));
  }

  private void why(JsonNode approval) {
    List<String> why = new ArrayList<>(Fields.reasons(approval.path("reasons")));
    for (JsonNode requirement : approval.path("requirements")) {
      String reason = Fields.text(requirement, "reason");
      if (!reason.isEmpty() && why.stream().noneMatch(w -> w.startsWith(reason))) {
        why.add(reason);
      }
    }
    for (JsonNode signal : approval.path("signals")) {
      why.add(Fields.text(signal, "name") + ": " + Fields.text(signal, "evidence"));
    }
    terminal.line(terminal.styled(Style.BOLD, words.say("approval.why")));
    why.forEach(reason -> terminal.line("  - " + reason));
    terminal.line("  - " + words.say("approval.risk", Fields.text(approval, "risk")));
  }

  private void fact(String key, String value) {
    if (!value.isEmpty()) {
      terminal.line("%-14s %s".formatted(words.say(key), value));
    }
  }

  private static String groups(JsonNode approval) {
    List<String> groups = new ArrayList<>();
    approval.path("groups").forEach(group -> groups.add(SafeText.line(group.asString(""))));
    return String.join(", ", groups);
  }

  private static String hash(JsonNode file) {
    return "SHA-256 " + Fields.text(file, "sha256");
  }

  private void block(List<String> lines) {
    for (String line : lines) {
      terminal.line(terminal.styled(Style.DIM, "  │ ") + SafeText.line(line));
    }
  }
}
