package io.aleff.runtime.audit;

import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one audit event is chained to the one before: {@code hash = SHA-256(previous hash + "\n" +
 * canonical text of the event)}. The hash before the first is 64 zeros, sequence numbers start at 1
 * and have no gaps.
 */
public final class AuditChain {

  /** The hash before the first link. */
  public static final String GENESIS = "0".repeat(64);

  private AuditChain() {}

  /**
   * What happened.
   *
   * @param type for example {@code step.denied}
   * @param actor user name, or {@code aleff} for the engine itself
   * @param run null when it belongs to no run
   * @param step null when it belongs to no step
   * @param release digest of the definitions in force; null when none were
   * @param summary one sentence for people
   */
  public record Entry(
      Instant at,
      String type,
      String actor,
      @Nullable String run,
      @Nullable String step,
      @Nullable String release,
      String summary,
      ObjectNode data) {}

  /**
   * One stored event.
   *
   * @param run what the event is found by; has to be the run of the event
   * @param event canonical JSON of sequence number, tenant and {@link Entry}; the text that counts
   */
  public record Link(
      TenantId tenant,
      long seq,
      @Nullable String run,
      String event,
      String previousHash,
      String hash) {

    /** The event as JSON. */
    public ObjectNode json() {
      return (ObjectNode) Json.MAPPER.readTree(event);
    }
  }

  /**
   * A signature over the chain up to one link.
   *
   * @param signature Ed25519, base64
   */
  public record Seal(
      TenantId tenant, long seq, String hash, Instant at, String keyId, String signature) {}

  /** The link that follows {@code head}; null stands for the empty chain. */
  public static Link next(TenantId tenant, @Nullable Link head, Entry entry) {
    long seq = head == null ? 1 : head.seq() + 1;
    String previous = head == null ? GENESIS : head.hash();
    String event = CanonicalJson.of(json(tenant, seq, entry));
    return new Link(tenant, seq, entry.run(), event, previous, hash(previous, event));
  }

  /** Signs the chain up to {@code head}. */
  public static Seal seal(Link head, Instant now, Signer signer) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    byte[] message = sealed(head.tenant(), head.seq(), head.hash(), at);
    String signature = Base64.getEncoder().encodeToString(signer.sign(message));
    return new Seal(head.tenant(), head.seq(), head.hash(), at, signer.keyId(), signature);
  }

  static String hash(String previous, String event) {
    return Digest.sha256(previous + "\n" + event);
  }

  static byte[] sealed(TenantId tenant, long seq, String hash, Instant at) {
    String text = String.join("\n", "aleff-audit", tenant.value(), "" + seq, hash, at.toString());
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode json(TenantId tenant, long seq, Entry entry) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("tenant", tenant.value());
    json.put("seq", seq);
    json.put("at", entry.at().toString());
    json.put("type", entry.type());
    json.put("actor", entry.actor());
    json.put("run", entry.run());
    json.put("step", entry.step());
    json.put("release", entry.release());
    json.put("summary", entry.summary());
    json.set("data", entry.data());
    return json;
  }
}
