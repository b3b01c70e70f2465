package io.aleff.definition;

/**
 * How large a YAML document may be before it is refused rather than read.
 *
 * @param characters length of the text in UTF-16 code units
 * @param depth levels of nesting
 * @param aliases uses of anchors in one document
 * @param nodes values in the document once every alias is written out
 */
public record YamlLimits(int characters, int depth, int aliases, int nodes) {

  /** For definitions written by people: 1 Mi characters, 64 levels, 50 aliases, 100,000 values. */
  public static final YamlLimits DEFAULT = new YamlLimits(1 << 20, 64, 50, 100_000);
}
