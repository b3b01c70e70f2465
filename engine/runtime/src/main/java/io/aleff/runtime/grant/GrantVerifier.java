package io.aleff.runtime.grant;

import io.aleff.definition.Json;
import io.aleff.runtime.port.GrantStore;
import io.aleff.runtime.port.GrantStore.GrantRecord;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.StepRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Trusts nothing but the signature: every field counts as the signed text says. */
public final class GrantVerifier implements GrantCheck {

  private final GrantStore grants;
  private final Signer signer;
  private final Clock clock;

  public GrantVerifier(GrantStore grants, Signer signer, Clock clock) {
    this.grants = grants;
    this.signer = signer;
    this.clock = clock;
  }

  @Override
  public @Nullable Refusal refuse(StepRecord step, @Nullable GrantRecord grant, String digest) {
    if (grant == null) {
      return new Refusal("no-grant", "There is no grant for this execution.");
    }
    JsonNode signed = signed(grant);
    if (signed == null) {
      return new Refusal("bad-signature", "The grant's signature is not valid.");
    }
    boolean own =
        text(signed, "tenant").equals(step.tenant().value())
            && text(signed, "run").equals(step.run())
            && text(signed, "step").equals(step.id())
            && signed.path("attempt").asInt(-1) == step.attempt();
    if (!own) {
      return new Refusal("wrong-step", "The grant was given for another execution.");
    }
    if (!text(signed, "actionDigest").equals(digest)) {
      return new Refusal(
          "wrong-action",
          "What would run is not what was decided about: its digest is " + digest + ".");
    }
    Instant now = clock.instant();
    if (!now.isBefore(Instant.parse(text(signed, "expires")))) {
      return new Refusal("expired", "The grant has expired.");
    }
    if (!grants.use(step.tenant(), text(signed, "nonce"), now)) {
      return new Refusal("used", "The grant was used before.");
    }
    return null;
  }

  private @Nullable JsonNode signed(GrantRecord grant) {
    try {
      byte[] signature = Base64.getDecoder().decode(grant.signature());
      JsonNode json = Json.MAPPER.readTree(grant.text());
      byte[] message = grant.text().getBytes(StandardCharsets.UTF_8);
      return signer.verify(text(json, "key"), message, signature) ? json : null;
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }
}
