package io.aleff.rego.builtin;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Compiled regular expressions by their text; emptied when it grows beyond a bound. */
public final class PatternCache {

  private static final int MAX = 500;

  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  Pattern get(String key, Function<String, Pattern> compile) {
    Pattern found = patterns.get(key);
    if (found != null) {
      return found;
    }
    if (patterns.size() >= MAX) {
      patterns.clear();
    }
    Pattern made = compile.apply(key);
    patterns.put(key, made);
    return made;
  }
}
