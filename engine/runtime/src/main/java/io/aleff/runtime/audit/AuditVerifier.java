package io.aleff.runtime.audit;

import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Json;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.TenantId;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Walks a chain from its first link and stops at the first one that was tampered with. */
public final class AuditVerifier {

  private final TenantId tenant;
  private final Signer signer;
  private final TreeMap<Long, AuditChain.Seal> seals = new TreeMap<>();
  private long expected = 1;
  private String previous = AuditChain.GENESIS;
  private @Nullable Long brokenAt;
  private @Nullable String reason;

  public AuditVerifier(TenantId tenant, List<AuditChain.Seal> seals, Signer signer) {
    this.tenant = tenant;
    this.signer = signer;
    seals.forEach(seal -> this.seals.put(seal.seq(), seal));
  }

  /**
   * @return false as soon as the chain is broken; more links change nothing then
   */
  public boolean accept(AuditChain.Link link) {
    if (brokenAt != null) {
      return false;
    }
    String fault = fault(link);
    if (fault != null) {
      brokenAt = Math.min(link.seq(), expected);
      reason = fault;
      return false;
    }
    expected = link.seq() + 1;
    previous = link.hash();
    return true;
  }

  /**
   * @param head the head as stored apart from the links; null when there is none
   */
  public Verification finish(AuditChain.@Nullable Link head) {
    long events = expected - 1;
    if (brokenAt == null && !seals.isEmpty() && seals.lastKey() > events) {
      broken(expected, "the chain ends here, but a signature covers event " + seals.lastKey());
    }
    if (brokenAt == null && head == null && events > 0) {
      broken(expected, "the chain ends here, but it has no head");
    }
    if (brokenAt == null
        && head != null
        && (head.seq() != events || !head.hash().equals(previous))) {
      broken(expected, "the chain ends here, but its head says event " + head.seq());
    }
    return new Verification(
        brokenAt == null, events, events == 0 ? null : previous, brokenAt, reason);
  }

  private void broken(long seq, String why) {
    brokenAt = seq;
    reason = why;
  }

  private @Nullable String fault(AuditChain.Link link) {
    if (link.seq() != expected) {
      return link.seq() > expected
          ? "event " + expected + " is missing"
          : "event " + link.seq() + " appears twice or out of order";
    }
    if (!link.previousHash().equals(previous)) {
      return "it does not follow the event before";
    }
    if (!AuditChain.hash(previous, link.event()).equals(link.hash())) {
      return "its text was changed: the hash does not match";
    }
    String content = contentFault(link);
    return content != null ? content : sealFault(link);
  }

  private @Nullable String contentFault(AuditChain.Link link) {
    try {
      JsonNode json = Json.MAPPER.readTree(link.event());
      if (!CanonicalJson.of(json).equals(link.event())) {
        return "its text is not canonical";
      }
      boolean own =
          json.path("seq").asLong(-1) == link.seq()
              && json.path("tenant").asString("").equals(tenant.value());
      if (!own) {
        return "its text belongs to another event";
      }
      return Objects.equals(json.path("run").stringValue(null), link.run())
          ? null
          : "it is filed under another run";
    } catch (JacksonException e) {
      return "its text is not JSON";
    }
  }

  private @Nullable String sealFault(AuditChain.Link link) {
    AuditChain.Seal seal = seals.get(link.seq());
    if (seal == null) {
      return null;
    }
    boolean valid =
        seal.hash().equals(link.hash())
            && signer.verify(
                seal.keyId(),
                AuditChain.sealed(tenant, link.seq(), link.hash(), seal.at()),
                decoded(seal.signature()));
    return valid ? null : "the signature of the chain up to it is not valid";
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * @param events number of links that are in order
   * @param head hash of the last of them
   * @param brokenAt sequence number of the first link that is not; null when the chain is whole
   * @param reason why; null when the chain is whole
   */
  public record Verification(
      boolean valid,
      long events,
      @Nullable String head,
      @Nullable Long brokenAt,
      @Nullable String reason) {}
}
