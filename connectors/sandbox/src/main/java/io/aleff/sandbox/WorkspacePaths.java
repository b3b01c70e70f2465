package io.aleff.sandbox;

import io.aleff.definition.Digest;
import java.io.IOException;
import java.util.Locale;

/** Names of runs and steps as names of files and references; paths inside of a workspace. */
final class WorkspacePaths {

  private static final int LONGEST_NAME = 100;
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

  private WorkspacePaths() {}

  /** Reversible for people, safe as one part of a path and of a reference. */
  static String encoded(String id) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (PLAIN.indexOf(c) >= 0 || (c == '-' && i > 0)) {
        name.append(c);
      } else {
        name.append('%').append(String.format(Locale.ROOT, "%04x", (int) c));
      }
    }
    return name.isEmpty() || name.length() > LONGEST_NAME
        ? "sha256-" + Digest.sha256(id)
        : name.toString();
  }

  /** The path itself, when it is a plain relative one. */
  static String checked(String path) throws IOException {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || part.equalsIgnoreCase(".git")
          || part.length() > 255
          || part.chars().anyMatch(Character::isISOControl)
          || part.indexOf('\\') >= 0) {
        throw new IOException("%s is not a plain relative path.".formatted(path));
      }
    }
    return path;
  }
}
