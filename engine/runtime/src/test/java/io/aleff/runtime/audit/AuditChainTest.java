package io.aleff.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.runtime.grant.Ed25519Signer;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.TenantId;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AuditChainTest {

  private static final TenantId TENANT = new TenantId("default");
  private final Signer signer;

  AuditChainTest() throws Exception {
    signer = new Ed25519Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
  }

  private static List<AuditChain.Link> chain(int length, long seed) {
    Random random = new Random(seed);
    List<AuditChain.Link> links = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      AuditChain.Entry entry =
          new AuditChain.Entry(
              Instant.ofEpochSecond(i),
              "type" + random.nextInt(5),
              "actor \u00e9\n" + random.nextInt(),
              random.nextBoolean() ? "run" : null,
              null,
              null,
              "summary " + random.nextInt(),
              Json.MAPPER.createObjectNode().put("n", random.nextDouble()));
      links.add(AuditChain.next(TENANT, links.isEmpty() ? null : links.getLast(), entry));
    }
    return links;
  }

  private AuditVerifier.Verification verify(
      List<AuditChain.Link> links, List<AuditChain.Seal> seals, AuditChain.@Nullable Link head) {
    AuditVerifier verifier = new AuditVerifier(TENANT, seals, signer);
    links.forEach(verifier::accept);
    return verifier.finish(head);
  }

  @RepeatedTest(50)
  void anyChangeIsFoundAtItsPlace(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<AuditChain.Link> links = chain(1 + random.nextInt(20), seed);
    AuditChain.Link head = links.getLast();
    List<AuditChain.Seal> seals = List.of(AuditChain.seal(head, Instant.EPOCH, signer));
    assertThat(verify(links, seals, head).valid()).isTrue();

    int at = random.nextInt(links.size());
    List<AuditChain.Link> changed = new ArrayList<>(links);
    AuditChain.Link link = links.get(at);
    StringBuilder event = new StringBuilder(link.event());
    int index = random.nextInt(event.length());
    event.setCharAt(index, event.charAt(index) == 'x' ? 'y' : 'x');
    changed.set(
        at,
        new AuditChain.Link(
            TENANT, link.seq(), link.run(), event.toString(), link.previousHash(), link.hash()));
    AuditVerifier.Verification broken = verify(changed, seals, head);
    assertThat(broken.valid()).isFalse();
    assertThat(broken.brokenAt()).isEqualTo(link.seq());

    List<AuditChain.Link> shorter = new ArrayList<>(links);
    shorter.remove(at);
    assertThat(verify(shorter, seals, head).brokenAt()).isEqualTo(link.seq());
  }

  @Test
  void anEventFiledUnderAnotherRunIsFound() {
    List<AuditChain.Link> links = chain(3, 1);
    AuditChain.Link link = links.get(1);
    links.set(
        1,
        new AuditChain.Link(
            TENANT, link.seq(), "other", link.event(), link.previousHash(), link.hash()));

    assertThat(verify(links, List.of(), links.getLast()).brokenAt()).isEqualTo(2);
  }

  @Test
  void aSealWithAnotherTimeIsFound() {
    List<AuditChain.Link> links = chain(3, 1);
    AuditChain.Seal seal = AuditChain.seal(links.getLast(), Instant.EPOCH, signer);
    AuditChain.Seal later =
        new AuditChain.Seal(
            TENANT,
            seal.seq(),
            seal.hash(),
            Instant.ofEpochSecond(1),
            seal.keyId(),
            seal.signature());

    assertThat(verify(links, List.of(seal), links.getLast()).valid()).isTrue();
    assertThat(verify(links, List.of(later), links.getLast()).brokenAt()).isEqualTo(3);
  }

  @Test
  void aChainWithoutHeadIsFound() {
    assertThat(verify(chain(3, 1), List.of(), null).brokenAt()).isEqualTo(4);
    assertThat(verify(List.of(), List.of(), null).valid()).isTrue();
  }

  /** Somebody who writes the whole chain anew cannot sign it. */
  @Test
  void aForgedChainHasNoValidSeal() {
    List<AuditChain.Link> real = chain(5, 1);
    List<AuditChain.Seal> seals = List.of(AuditChain.seal(real.get(3), Instant.EPOCH, signer));
    List<AuditChain.Link> forged = chain(5, 2);
    AuditVerifier.Verification verification = verify(forged, seals, forged.getLast());
    assertThat(verification.valid()).isFalse();
    assertThat(verification.brokenAt()).isEqualTo(4);
  }

  @Test
  void aChainCutAtItsEndIsFound() {
    List<AuditChain.Link> links = chain(5, 1);
    List<AuditChain.Seal> seals = List.of(AuditChain.seal(links.getLast(), Instant.EPOCH, signer));
    List<AuditChain.Link> cut = links.subList(0, 3);
    assertThat(verify(cut, seals, cut.getLast()).valid()).isFalse();
    assertThat(verify(cut, List.of(), links.getLast()).valid()).isFalse();
  }
}
