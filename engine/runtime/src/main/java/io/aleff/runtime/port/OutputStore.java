package io.aleff.runtime.port;

import java.time.Instant;
import java.util.List;

/** What the steps printed. */
public interface OutputStore {

  void append(TenantId tenant, String run, String step, List<Chunk> chunks);

  List<Chunk> of(TenantId tenant, String run, String step);

  /**
   * @param id increases within a step; the store assigns it, 0 when appending
   * @param stream {@code stdout} or {@code stderr}
   */
  record Chunk(long id, Instant at, String stream, String text) {}
}
