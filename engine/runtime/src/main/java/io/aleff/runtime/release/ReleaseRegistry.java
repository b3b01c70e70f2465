package io.aleff.runtime.release;

import io.aleff.definition.DefinitionBundle;
import io.aleff.guardrail.Guardrails;
import io.aleff.runtime.port.PolicyEngine;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Releases that are in use, compiled once and kept. */
public final class ReleaseRegistry {

  private final ReleaseStore store;
  private final PolicyEngine policies;
  private final Function<CompiledRelease, Map<String, String>> deployments;
  private final Map<String, LiveRelease> live = new ConcurrentHashMap<>();

  /** Tenant and digest of releases that were found in the store, which never loses one. */
  private final Set<String> owned = ConcurrentHashMap.newKeySet();

  /**
   * @param deployments puts the models into the engine; key by process id
   */
  public ReleaseRegistry(
      ReleaseStore store,
      PolicyEngine policies,
      Function<CompiledRelease, Map<String, String>> deployments) {
    this.store = store;
    this.policies = policies;
    this.deployments = deployments;
  }

  /** The tenant's active release; null when there is none. */
  public @Nullable LiveRelease active(TenantId tenant) {
    String digest = store.active(tenant);
    return digest == null ? null : of(tenant, digest);
  }

  /**
   * A release of the tenant by digest.
   *
   * @throws IllegalStateException when the store's bytes are not that release
   */
  public LiveRelease of(TenantId tenant, String digest) {
    LiveRelease known = live.get(digest);
    String key = tenant.value() + " " + digest;
    if (known != null && (owned.contains(key) || store.find(tenant, digest) != null)) {
      owned.add(key);
      return known;
    }
    byte[] archive = store.archive(tenant, digest);
    if (archive == null) {
      throw new IllegalStateException("Tenant " + tenant + " has no release " + digest + ".");
    }
    DefinitionBundle bundle = DefinitionBundle.ofArchive(archive).bundle();
    if (bundle == null || !bundle.digest().equals(digest)) {
      throw new IllegalStateException("The stored release " + digest + " was tampered with.");
    }
    CompiledRelease compiled = ReleaseLoader.load(bundle).release();
    if (compiled == null) {
      throw new IllegalStateException("The stored release " + digest + " does not compile.");
    }
    return prepare(compiled);
  }

  /** Makes a compiled release ready for runs. */
  public LiveRelease prepare(CompiledRelease compiled) {
    LiveRelease known = live.get(compiled.digest());
    if (known != null) {
      return known;
    }
    Guardrails guardrails = policies.prepare(compiled.digest(), compiled.rego(), compiled.drl());
    LiveRelease ready = new LiveRelease(compiled, guardrails, deployments.apply(compiled));
    LiveRelease first = live.putIfAbsent(compiled.digest(), ready);
    return first == null ? ready : first;
  }
}
