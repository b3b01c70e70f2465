package io.aleff.server.audit;

import io.aleff.definition.Json;
import io.aleff.runtime.Audits;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.audit.AuditVerifier;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.Answers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who did what, and the proof that nobody changed it afterwards. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

  private final Audits audits;

  AuditController(Audits audits) {
    this.audits = audits;
  }

  @GetMapping
  List<ObjectNode> read(
      CurrentAccount sender,
      @RequestParam(required = false) @Nullable String run,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "100") int limit) {
    String only = run == null || run.isBlank() ? null : run.replace("\0", "");
    return audits.read(sender.tenant(), only, after, Answers.limit(limit)).stream()
        .map(AuditController::view)
        .toList();
  }

  private static ObjectNode view(AuditChain.Link link) {
    ObjectNode event = link.json();
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("seq", link.seq());
    for (String name : List.of("at", "type", "actor", "summary", "release")) {
      view.set(name, orNull(event, name));
    }
    view.set("runId", orNull(event, "run"));
    view.set("stepId", orNull(event, "step"));
    view.set("data", orNull(event, "data"));
    view.put("prevHash", link.previousHash());
    view.put("hash", link.hash());
    return view;
  }

  private static JsonNode orNull(ObjectNode event, String name) {
    JsonNode value = event.get(name);
    return value == null ? Json.MAPPER.nullNode() : value;
  }

  @GetMapping("/verify")
  AuditVerifier.Verification verify(CurrentAccount sender) {
    return audits.verify(sender.tenant());
  }

  /** One JSON object a line: every link in order, and the signatures of heads. */
  @GetMapping("/export")
  void export(CurrentAccount sender, HttpServletResponse response) throws IOException {
    response.setContentType("application/x-ndjson");
    response.setHeader("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      audits.export(
          sender.tenant(), link -> line(out, "link", link), seal -> line(out, "seal", seal));
    }
  }

  private static void line(Writer out, String kind, Object value) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("kind", kind);
    line.setAll((ObjectNode) Json.MAPPER.valueToTree(value));
    try {
      out.write(Json.MAPPER.writeValueAsString(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
