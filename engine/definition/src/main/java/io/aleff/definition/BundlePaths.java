package io.aleff.definition;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which paths a bundle may hold: relative, normal, portable. */
final class BundlePaths {

  private static final int MAX_LENGTH = 240;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private BundlePaths() {}

  /**
   * @return what is wrong, to be read after "The path …"; null when the path is fine
   */
  static @Nullable String problem(String path) {
    if (path.isEmpty() || path.length() > MAX_LENGTH) {
      return "must have 1 to " + MAX_LENGTH + " characters";
    }
    if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
      return "is absolute";
    }
    if (path.contains("\\") || path.chars().anyMatch(BundlePaths::invisible)) {
      return "holds a backslash or an invisible character";
    }
    for (String part : path.split("/", -1)) {
      if (part.equals("..") || part.equals(".")) {
        return "leaves its folder or is not in its shortest form";
      }
      if (part.isEmpty()) {
        return "holds an empty part";
      }
    }
    return null;
  }

  private static boolean invisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Whether a file is none of the definitions' business: dot files and editors' leftovers. */
  static boolean ignored(String path) {
    if (problem(path) != null) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      boolean leftover = part.equals("__MACOSX") || part.equals("__pycache__");
      if (part.startsWith(".") || leftover || part.endsWith("~")) {
        return true;
      }
    }
    return false;
  }
}
