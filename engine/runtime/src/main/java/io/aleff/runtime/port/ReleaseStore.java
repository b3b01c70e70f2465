package io.aleff.runtime.port;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Releases of definitions: immutable, one of them active per tenant. */
public interface ReleaseStore {

  /** Does nothing when the tenant has a release of that digest. */
  void insert(ReleaseRecord release, byte[] archive);

  /** Newest first, with {@code active} set. */
  List<ReleaseRecord> list(TenantId tenant);

  @Nullable ReleaseRecord find(TenantId tenant, String digest);

  /** The canonical archive. */
  byte @Nullable [] archive(TenantId tenant, String digest);

  /** Digest of the active release. */
  @Nullable String active(TenantId tenant);

  /** Digest of the release that was active before the active one. */
  @Nullable String previous(TenantId tenant);

  /** One row update. */
  void activate(TenantId tenant, String digest, String by, Instant at);

  /** All tenants that have an active release. */
  List<TenantId> tenants();

  /**
   * @param files number of files
   */
  record ReleaseRecord(
      TenantId tenant,
      String digest,
      Instant createdAt,
      String createdBy,
      @Nullable String message,
      boolean active,
      int files) {}
}
