package io.aleff.runtime.audit;

import io.aleff.runtime.Actor;
import io.aleff.runtime.Audits;
import io.aleff.runtime.port.AuditLog;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.TenantId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads, signs and verifies the audit trail. */
public final class AuditDesk implements Audits {

  private static final int PAGE = 1_000;

  private final Ports ports;

  public AuditDesk(Ports ports) {
    this.ports = ports;
  }

  @Override
  public void record(
      Actor actor,
      String type,
      @Nullable String run,
      @Nullable String step,
      String summary,
      ObjectNode data) {
    ports
        .transactions()
        .run(
            () ->
                ports
                    .audit()
                    .append(
                        actor.tenant(),
                        new AuditChain.Entry(
                            ports.clock().instant(),
                            type,
                            actor.user(),
                            run,
                            step,
                            null,
                            summary,
                            data)));
  }

  @Override
  public List<AuditChain.Link> read(TenantId tenant, @Nullable String run, long after, int limit) {
    return run == null
        ? ports.audit().read(tenant, after, limit)
        : ports.audit().ofRun(tenant, run, after, limit);
  }

  @Override
  public AuditVerifier.Verification verify(TenantId tenant) {
    return ports
        .transactions()
        .required(
            () -> {
              // The head is read first: links that are appended meanwhile are left out.
              AuditLog audit = ports.audit();
              AuditChain.Link head = audit.head(tenant);
              AuditVerifier verifier =
                  new AuditVerifier(tenant, audit.seals(tenant), ports.signer());
              walk(tenant, head, verifier::accept);
              return verifier.finish(head);
            });
  }

  private void walk(
      TenantId tenant, AuditChain.@Nullable Link head, Consumer<AuditChain.Link> links) {
    long last = head == null ? Long.MAX_VALUE : head.seq();
    long after = 0;
    while (true) {
      List<AuditChain.Link> page = ports.audit().read(tenant, after, PAGE);
      for (AuditChain.Link link : page) {
        if (link.seq() <= last) {
          links.accept(link);
        }
      }
      if (page.size() < PAGE || page.getLast().seq() > last) {
        return;
      }
      after = page.getLast().seq();
    }
  }

  @Override
  public void export(
      TenantId tenant, Consumer<AuditChain.Link> links, Consumer<AuditChain.Seal> seals) {
    seal(tenant);
    walk(tenant, ports.audit().head(tenant), links);
    ports.audit().seals(tenant).forEach(seals);
  }

  @Override
  public void seal(TenantId tenant) {
    ports
        .transactions()
        .run(
            () -> {
              AuditChain.Link head = ports.audit().head(tenant);
              List<AuditChain.Seal> seals = ports.audit().seals(tenant);
              if (head != null && (seals.isEmpty() || seals.getLast().seq() < head.seq())) {
                ports
                    .audit()
                    .seal(tenant, AuditChain.seal(head, ports.clock().instant(), ports.signer()));
              }
            });
  }
}
