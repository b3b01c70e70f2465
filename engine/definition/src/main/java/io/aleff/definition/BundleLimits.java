package io.aleff.definition;

/**
 * How much a set of definitions may hold before it is refused rather than unpacked.
 *
 * @param files number of entries
 * @param fileBytes size of one file
 * @param totalBytes size of all files together, unpacked
 */
public record BundleLimits(int files, long fileBytes, long totalBytes) {

  /** 5,000 files, 8 MiB each, 64 MiB in all. */
  public static final BundleLimits DEFAULT = new BundleLimits(5_000, 8L << 20, 64L << 20);
}
