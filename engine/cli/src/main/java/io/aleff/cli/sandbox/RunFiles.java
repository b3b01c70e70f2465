package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.WayBack;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files that go into the workspace of one execution, and those that come out of it. */
final class RunFiles {

  private static final int DEEPEST = 64;

  private final Path workspace;
  private final Map<String, Path> given = new TreeMap<>();

  RunFiles(Path workspace) {
    this.workspace = workspace;
  }

  /**
   * What came out of a workspace.
   *
   * @param files relative paths of what is new or changed
   * @param skipped symbolic links and what is too deep, which never come out
   * @param refused why nothing came out; empty when that was not the case
   */
  record Outcome(List<String> files, List<String> skipped, String refused) {}

  /** Copies a file, or a folder's files, to the top of the workspace. */
  void take(Context context, String typed) throws IOException {
    Path source = context.resolve(typed);
    String name = String.valueOf(source.getFileName());
    if (given.putIfAbsent(name, source) != null) {
      throw new CommandFailure(ExitCode.USAGE, "Two files to take in are named " + name + ".");
    }
    copy(source, workspace.resolve(name), name, 0);
  }

  private void copy(Path source, Path target, String name, int depth) throws IOException {
    if (Files.isDirectory(source) && depth < DEEPEST) {
      Files.createDirectory(target);
      for (Path each : entries(source)) {
        String inner = String.valueOf(each.getFileName());
        copy(each, target.resolve(inner), name + "/" + inner, depth + 1);
      }
    } else {
      Files.copy(source, target);
      given.put(name, source);
    }
  }

  /**
   * Looks at what is new or changed and copies it; runs when no process of the sandbox lives. All
   * of the workspace is counted before anything is copied, also when another limit ended the
   * program: holes of sparse files become bytes in a copy.
   *
   * @param copyTo a folder, or null to only look
   */
  Outcome giveBack(@Nullable Path copyTo, SandboxLimits limits) throws IOException {
    String refused = WayBack.refusal(workspace, limits).orElse("");
    if (!refused.isEmpty()) {
      return new Outcome(List.of(), List.of(), refused);
    }
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), "");
    look(workspace, "", 0, outcome);
    if (copyTo != null) {
      for (String path : outcome.files()) {
        copyOut(path, copyTo);
      }
    }
    return outcome;
  }

  private void copyOut(String path, Path copyTo) throws IOException {
    Path target = copyTo.resolve(path);
    Files.createDirectories(target.getParent());
    // Never through a link that is there already.
    Files.deleteIfExists(target);
    Files.copy(workspace.resolve(path), target, LinkOption.NOFOLLOW_LINKS);
  }

  private void look(Path folder, String prefix, int depth, Outcome outcome) throws IOException {
    for (Path each : entries(folder)) {
      String path = prefix + each.getFileName();
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && depth < DEEPEST) {
        look(each, path + "/", depth + 1, outcome);
      } else if (!Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        outcome.skipped().add(path);
      } else if (isNew(path, each)) {
        outcome.files().add(path);
      }
    }
  }

  private boolean isNew(String path, Path file) throws IOException {
    Path source = given.get(path);
    return source == null || Files.mismatch(source, file) >= 0;
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }
}
