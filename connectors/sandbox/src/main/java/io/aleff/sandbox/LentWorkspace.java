package io.aleff.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends the files of a step to a sandbox that was started with a folder of its own: they are
 * renamed into it and back, never copied, and only while no program runs.
 *
 * @param workspace the step's folder
 * @param folder the sandbox's folder, empty before
 */
record LentWorkspace(Path workspace, Path folder) {

  private static final Logger LOG = LoggerFactory.getLogger(LentWorkspace.class);

  /** Lends it; false when that cannot be done, and then nothing is changed. */
  boolean isLent() {
    try {
      return lend();
    } catch (IOException e) {
      LOG.warn("A workspace cannot be lent to a waiting sandbox; a fresh one is taken.", e);
      return false;
    }
  }

  /**
   * Moves everything into the sandbox's folder.
   *
   * @return false when the two are not on one file system; then nothing was moved
   */
  private boolean lend() throws IOException {
    if (!canRename()) {
      return false;
    }
    try {
      move(workspace, folder);
      return true;
    } catch (IOException e) {
      giveBack();
      throw e;
    }
  }

  /** Moves everything back; the folder is empty afterwards. */
  void giveBack() throws IOException {
    move(folder, workspace);
  }

  /** Tried in the direction that must not fail later. */
  private boolean canRename() throws IOException {
    String name = ".aleff-" + UUID.randomUUID();
    Path trial = Files.createDirectory(folder.resolve(name));
    try {
      trial = Files.move(trial, workspace.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (java.nio.file.AtomicMoveNotSupportedException otherFileSystem) {
      return false;
    } finally {
      Files.delete(trial);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(from)) {
      listed.forEach(entries::add);
    }
    for (Path each : entries) {
      Files.move(each, to.resolve(each.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
