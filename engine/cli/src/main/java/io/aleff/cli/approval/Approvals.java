package io.aleff.cli.approval;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.ApiProblem;
import io.aleff.cli.run.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds requests for approval and answers them. */
public final class Approvals {

  private final AleffClient client;

  public Approvals(AleffClient client) {
    this.client = client;
  }

  /**
   * The request in full.
   *
   * @param id of the request, or of a run with one open request
   * @throws CommandFailure when there is none, or more than one
   */
  public JsonNode find(String id) {
    try {
      return client.get("/approvals/" + AleffClient.part(id));
    } catch (ApiProblem e) {
      if (e.status() != 404) {
        throw e;
      }
      List<String> open = openOf(id);
      if (open.size() == 1) {
        return client.get("/approvals/" + AleffClient.part(open.getFirst()));
      }
      throw open.isEmpty()
          ? e
          : new CommandFailure(
              ExitCode.USAGE, "The run waits for several approvals.", List.copyOf(open));
    }
  }

  /** The ids of the open requests of a run. */
  public List<String> openOf(String run) {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : client.get("/approvals?state=open").path("items")) {
      if (Fields.text(item, "runId").equals(run)) {
        ids.add(Fields.text(item, "id"));
      }
    }
    return ids;
  }

  /**
   * @param digest of the action that was shown; the service refuses when it is another one now
   */
  public JsonNode approve(String id, String digest, @Nullable String comment) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("digest", digest);
    if (comment != null && !comment.isBlank()) {
      body.put("comment", comment);
    }
    return client.post("/approvals/" + AleffClient.part(id) + "/approve", body);
  }

  public JsonNode reject(String id, String digest, String reason) {
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("digest", digest).put("reason", reason);
    return client.post("/approvals/" + AleffClient.part(id) + "/reject", body);
  }
}
