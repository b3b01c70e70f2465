package io.aleff.connector.workspace;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a file of a checkpoint.
 *
 * @param size in bytes
 */
public record StoredFile(long size, Source source) {

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {

    /**
     * A new stream over the whole content; the caller closes it. It fails at its end when the
     * stored bytes are not those that were stored.
     */
    InputStream open() throws IOException;
  }
}
