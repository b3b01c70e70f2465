package io.aleff.sandbox;

/**
 * What may be committed.
 *
 * @param files files in all
 * @param fileBytes bytes of one file
 * @param totalBytes bytes in all
 * @param historyBytes bytes that all checkpoints of a workspace take on the disk together
 * @param inlineBytes a larger file is stored by reference, beside the repository
 */
public record WorkspaceLimits(
    int files, long fileBytes, long totalBytes, long historyBytes, long inlineBytes) {

  private static final long MEGABYTE = 1024 * 1024;

  public static final WorkspaceLimits STANDARD =
      new WorkspaceLimits(20_000, 256 * MEGABYTE, 1024 * MEGABYTE, 4096 * MEGABYTE, 10 * MEGABYTE);
}
