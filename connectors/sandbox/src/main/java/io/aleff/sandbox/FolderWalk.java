package io.aleff.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;

/** Goes over what of a step's folder counts: files and links, never what a link points to. */
final class FolderWalk {

  private final Visitor visitor;

  private FolderWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Told about each entry, in no particular order; paths are relative, with {@code /}. */
  interface Visitor {

    void link(String path, byte[] target) throws IOException, RefusedException;

    void file(String path, Path file, FileMode mode, long size)
        throws IOException, RefusedException;
  }

  static void over(Path folder, Visitor visitor) throws IOException, RefusedException {
    new FolderWalk(visitor).descend(folder, "", 0);
  }

  private void descend(Path current, String prefix, int depth)
      throws IOException, RefusedException {
    if (FileTrees.isTooDeep(current, depth)) {
      throw new RefusedException("workspace-depth", "The folders of the workspace are too deep.");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(current)) {
      for (Path each : entries) {
        String name = String.valueOf(each.getFileName());
        // A repository inside of the workspace is not ours to interpret.
        if (!name.equalsIgnoreCase(Constants.DOT_GIT)) {
          visit(each, prefix + checked(name), depth);
        }
      }
    }
  }

  private void visit(Path file, String path, int depth) throws IOException, RefusedException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      descend(file, path + "/", depth + 1);
    } else if (attributes.isSymbolicLink()) {
      visitor.link(path, Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
    } else if (attributes.isRegularFile()) {
      boolean executable = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
      visitor.file(
          path,
          file,
          executable ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE,
          attributes.size());
    }
  }

  private static String checked(String name) throws RefusedException {
    if (name.indexOf('\ufffd') >= 0) {
      throw new RefusedException(
          "workspace-name",
          "The file name %s is not UTF-8, or the engine was started without a UTF-8 locale."
              .formatted(name));
    }
    return name;
  }
}
