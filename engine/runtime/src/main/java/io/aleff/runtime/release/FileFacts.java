package io.aleff.runtime.release;

import io.aleff.htn.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is known about a file when it is taken in, as {@code files/*.yaml} says.
 *
 * @param rules the first one whose name fits counts
 * @param numbers units by the name of a function of one file
 */
public record FileFacts(List<Rule> rules, Map<String, Unit> numbers) {

  /** Stands for the file in facts. */
  static final String FILE = "file";

  public FileFacts {
    rules = List.copyOf(rules);
    numbers = Map.copyOf(numbers);
  }

  /**
   * @param name what the name of the file must be, in small letters
   * @param holds facts with {@code file} in the place of the file
   */
  public record Rule(Pattern name, List<Fact> holds) {}

  /** Units of size, each a thousand times the one before. */
  public enum Unit {
    BYTES(1),
    KILOBYTES(1_000),
    MEGABYTES(1_000_000);

    private final long bytes;

    Unit(long bytes) {
      this.bytes = bytes;
    }
  }

  /** Facts about a file of this name. */
  public List<Fact> facts(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return rules.stream()
        .filter(rule -> rule.name().matcher(name).matches())
        .findFirst()
        .map(rule -> rule.holds().stream().map(fact -> about(fact, file)).toList())
        .orElse(List.of());
  }

  private static Fact about(Fact fact, String file) {
    return new Fact(
        fact.predicate(),
        fact.arguments().stream().map(one -> one.equals(FILE) ? file : one).toList());
  }

  /**
   * Values of functions, rounded up to thousandths.
   *
   * @param size in bytes
   */
  public Map<Fact, BigDecimal> numbers(String file, long size) {
    Map<Fact, BigDecimal> values = new LinkedHashMap<>();
    numbers.forEach(
        (function, unit) ->
            values.put(
                Fact.of(function, file),
                BigDecimal.valueOf(size)
                    .divide(BigDecimal.valueOf(unit.bytes), 3, RoundingMode.CEILING)));
    return values;
  }
}
