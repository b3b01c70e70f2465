package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Hands a workspace over to the user of a sandbox and takes it back. Runs only while no process of
 * the sandbox lives, and never follows a symbolic link.
 */
final class WorkspaceOwner {

  private static final int FOLDER_BITS = 0700;
  private static final int FILE_BITS = 0600;

  /** What is in a workspace that came back, and what was thrown away. */
  static final class Inventory {
    private long bytes;
    private int files;
    private boolean tooDeep;
    private final List<String> removed = new ArrayList<>();

    long bytes() {
      return bytes;
    }

    int files() {
      return files;
    }

    boolean tooDeep() {
      return tooDeep;
    }

    /** Paths of pipes, sockets and devices; nothing of the kind stays in a workspace. */
    List<String> removed() {
      return List.copyOf(removed);
    }
  }

  private final Path root;
  private final boolean chown;
  private final boolean clean;

  /**
   * @param clean whether pipes, devices and set-id bits are taken out of what comes back
   * @param chown whether this process may give files away; without, sandbox and engine are one user
   */
  WorkspaceOwner(Path root, boolean chown, boolean clean) {
    this.root = root;
    this.chown = chown;
    this.clean = clean;
  }

  void handOver(int uid) throws IOException {
    if (chown) {
      visit(root, uid, new Inventory(), 0, false);
    }
  }

  /** Gives everything to the owner of the engine with plain permissions. */
  Inventory takeBack(int uid) throws IOException {
    Inventory inventory = new Inventory();
    visit(root, uid, inventory, 0, true);
    return inventory;
  }

  private void visit(Path path, int uid, Inventory inventory, int depth, boolean back)
      throws IOException {
    Map<String, Object> now =
        Files.readAttributes(path, "unix:uid,mode,size", LinkOption.NOFOLLOW_LINKS);
    int mode = value(now, "mode", Integer.class);
    if (back && clean && !Kind.of(mode).keeps()) {
      inventory.removed.add(root.relativize(path).toString());
      Files.delete(path);
      return;
    }
    if (chown && value(now, "uid", Integer.class) != uid) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    switch (Kind.of(mode)) {
      case FILE -> {
        inventory.bytes += FileTrees.space(value(now, "size", Long.class));
        inventory.files++;
        restore(path, mode, FILE_BITS);
      }
      case FOLDER -> {
        restore(path, mode, FOLDER_BITS);
        descend(path, uid, inventory, depth, back);
      }
      case LINK -> inventory.files++;
      case OTHER -> {}
    }
  }

  private void descend(Path folder, int uid, Inventory inventory, int depth, boolean back)
      throws IOException {
    if (FileTrees.isTooDeep(folder, depth)) {
      inventory.tooDeep = true;
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path each : entries) {
        visit(each, uid, inventory, depth + 1, back);
      }
    }
  }

  /**
   * Takes set-id and sticky bits away and makes sure that the owner can read and write. Not used on
   * symbolic links.
   */
  private void restore(Path path, int mode, int atLeast) throws IOException {
    int wanted = (mode & (clean ? 0777 : 07777)) | atLeast;
    if ((mode & 07777) != wanted) {
      Files.setAttribute(path, "unix:mode", wanted);
    }
  }

  private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(attributes.get(name)));
  }

  /** The kind of a file by the format bits of its mode, see inode(7). */
  private enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER;

    static Kind of(int mode) {
      return switch (mode & 0170000) {
        case 0100000 -> FILE;
        case 0040000 -> FOLDER;
        case 0120000 -> LINK;
        default -> OTHER;
      };
    }

    boolean keeps() {
      return this != OTHER;
    }
  }
}
