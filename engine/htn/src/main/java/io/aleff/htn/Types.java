package io.aleff.htn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type hierarchy. {@code object} is its root; {@code string} and {@code number} are built in,
 * outside the hierarchy, and their values are literals.
 *
 * @param parents the direct supertype of each declared type; acyclic
 */
public record Types(Map<String, String> parents) {

  public static final String OBJECT = "object";
  public static final String STRING = "string";
  public static final String NUMBER = "number";

  /** Types that need no declaration. */
  public static final Set<String> BUILT_IN = Set.of(OBJECT, STRING, NUMBER);

  public Types {
    parents = Collections.unmodifiableMap(new LinkedHashMap<>(parents));
  }

  public boolean exists(String type) {
    return BUILT_IN.contains(type) || parents.containsKey(type);
  }

  /** Whether values of this type are literals rather than objects of the world. */
  public static boolean isLiteral(String type) {
    return type.equals(STRING) || type.equals(NUMBER);
  }

  /** Whether every value of {@code type} is also one of {@code wanted}. */
  public boolean isA(String type, String wanted) {
    if (isLiteral(type) || isLiteral(wanted)) {
      return type.equals(wanted) || (wanted.equals(STRING) && type.equals(NUMBER));
    }
    @Nullable String here = type;
    while (here != null && !here.equals(wanted)) {
      here = parents.get(here);
    }
    return here != null || wanted.equals(OBJECT);
  }
}
