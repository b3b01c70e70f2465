package io.aleff.guardrail.opa;

import io.aleff.guardrail.VerdictSource;
import io.aleff.rego.Evaluation;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verdicts of an OPA server. Only a server that runs the release of the run counts; one that runs
 * another, or is away, is answered for as configured.
 */
public final class OpaVerdicts implements VerdictSource {

  private static final String PATH = "aleff/guardrails";

  /** What holds when the server does not answer for this release. */
  public enum WhenAway {
    /** Nothing is allowed. */
    DENY,
    /** The engine in this process decides, with the same release. */
    IN_PROCESS
  }

  private final OpaServer server;
  private final String release;
  private final WhenAway whenAway;
  private final VerdictSource here;

  /**
   * @param release the revision that one of the server's bundles must have
   * @param here the engine in this process with the same release
   */
  public OpaVerdicts(OpaServer server, String release, WhenAway whenAway, VerdictSource here) {
    this.server = server;
    this.release = release;
    this.whenAway = whenAway;
    this.here = here;
  }

  @Override
  public Evaluation evaluate(ObjectNode input, Instant now) {
    return switch (server.ask(PATH, input)) {
      case OpaServer.Answer.Document d when !runs(d.bundles()) ->
          away(input, now, "the OPA server runs another release than " + release);
      case OpaServer.Answer.Document d -> {
        JsonNode value = d.value();
        yield value == null ? new Evaluation.Undefined() : new Evaluation.Defined(value);
      }
      case OpaServer.Answer.Refused r -> new Evaluation.Failed("opa_refused", r.message(), null);
      case OpaServer.Answer.Away a -> away(input, now, a.message());
    };
  }

  private boolean runs(JsonNode bundles) {
    for (JsonNode bundle : bundles) {
      if (bundle.path("revision").asString("").equals(release)) {
        return true;
      }
    }
    return false;
  }

  private Evaluation away(ObjectNode input, Instant now, String why) {
    return whenAway == WhenAway.IN_PROCESS
        ? here.evaluate(input, now)
        : new Evaluation.Failed("opa_away", why, null);
  }
}
