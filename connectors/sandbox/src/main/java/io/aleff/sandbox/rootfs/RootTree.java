package io.aleff.sandbox.rootfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder seen as {@code /}: symbolic links mean what they mean to a process whose root it is, and
 * so never lead to files of the host.
 *
 * @param root an absolute path
 */
public record RootTree(Path root) {

  private static final int MOST_LINKS = 40;

  /** Where a path of the tree is on the host, after its links; empty when there is nothing. */
  public Optional<Path> find(String path) {
    Deque<String> left = new ArrayDeque<>();
    push(left, path);
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.equals(root) ? root : Objects.requireNonNull(at.getParent());
        continue;
      }
      Path next = at.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      String target = target(next);
      if (target.isEmpty() || ++links > MOST_LINKS) {
        return Optional.empty();
      }
      at = target.startsWith("/") ? root : at;
      push(left, target);
    }
    return Files.exists(at, LinkOption.NOFOLLOW_LINKS) ? Optional.of(at) : Optional.empty();
  }

  /**
   * The first path that is a program, as it is named inside.
   *
   * @param patterns absolute paths; {@code *} stands for any part of a name
   */
  public Optional<String> firstOf(List<String> patterns) {
    return patterns.stream()
        .flatMap(each -> expand(each).stream())
        .filter(each -> find(each).filter(RootTree::isProgram).isPresent())
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isExecutable(file);
  }

  private List<String> expand(String pattern) {
    List<String> paths = List.of("");
    for (Path name : Path.of(pattern)) {
      List<String> next = new ArrayList<>();
      for (String each : paths) {
        below(each, name.toString()).forEach(entry -> next.add(each + "/" + entry));
      }
      paths = next;
    }
    return paths;
  }

  private List<String> below(String folder, String name) {
    if (!name.contains("*")) {
      return List.of(name);
    }
    Optional<Path> there = find(folder);
    if (there.isEmpty()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(there.get(), name)) {
      entries.forEach(each -> found.add(String.valueOf(each.getFileName())));
    } catch (IOException noFolder) {
      return List.of();
    }
    found.sort(Comparator.reverseOrder());
    return found;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  private static void push(Deque<String> left, String path) {
    String[] names = path.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      left.push(names[i]);
    }
  }
}
