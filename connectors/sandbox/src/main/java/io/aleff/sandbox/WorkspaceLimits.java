package io.aleff.sandbox;

/**
 * What may be committed.
 *
 * @param files files in all
 * @param fileBytes bytes of one file
 * @param totalBytes bytes in all
 */
public record WorkspaceLimits(int files, long fileBytes, long totalBytes) {

  public static final WorkspaceLimits STANDARD =
      new WorkspaceLimits(20_000, 256L * 1024 * 1024, 1024L * 1024 * 1024);
}
