package io.aleff.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * All files of one state of a workspace: path → content. Merging works on whole files, so that a
 * file is never a mixture nobody has written.
 */
record WorkspaceTree(SortedMap<String, Blob> files) {

  /** Content and kind of a file. */
  record Blob(FileMode mode, ObjectId id) {}

  /** The merged tree, or the paths that both sides changed. */
  sealed interface Merge {

    record Merged(WorkspaceTree tree) implements Merge {}

    record Conflicting(List<String> paths) implements Merge {}
  }

  /** Applies what changed from {@code base} to {@code theirs} onto this tree. */
  Merge merge(WorkspaceTree base, WorkspaceTree theirs) {
    SortedMap<String, Blob> merged = new TreeMap<>(files);
    SortedSet<String> conflicts = new TreeSet<>();
    for (String path : base.changedPaths(theirs)) {
      Blob ours = files.get(path);
      Blob wanted = theirs.files.get(path);
      if (equal(ours, base.files.get(path))) {
        put(merged, path, wanted);
      } else if (!equal(ours, wanted)) {
        conflicts.add(path);
      }
    }
    conflicts.addAll(filesThatAreFolders(merged));
    return conflicts.isEmpty()
        ? new Merge.Merged(new WorkspaceTree(merged))
        : new Merge.Conflicting(List.copyOf(conflicts));
  }

  /** This tree without what changed from {@code before} to {@code after}, where it still is so. */
  WorkspaceTree without(WorkspaceTree before, WorkspaceTree after) {
    SortedMap<String, Blob> undone = new TreeMap<>(files);
    for (String path : before.changedPaths(after)) {
      if (equal(files.get(path), after.files.get(path))) {
        put(undone, path, before.files.get(path));
      }
    }
    return new WorkspaceTree(undone);
  }

  /** This tree with one file as it is in another. */
  WorkspaceTree taking(String path, WorkspaceTree other) {
    SortedMap<String, Blob> taken = new TreeMap<>(files);
    put(taken, path, other.files.get(path));
    return new WorkspaceTree(taken);
  }

  /** Whether there are files below that path. */
  boolean hasFolder(String path) {
    return !below(path).isEmpty();
  }

  /** This tree with a folder as it is in another: with its files, and no others. */
  WorkspaceTree takingFolder(String path, WorkspaceTree other) {
    SortedMap<String, Blob> taken = new TreeMap<>(files);
    taken.keySet().removeAll(below(path).keySet());
    taken.putAll(other.below(path));
    return new WorkspaceTree(taken);
  }

  /** The character after a slash ends what begins with it. */
  private SortedMap<String, Blob> below(String path) {
    return files.subMap(path + "/", path + "0");
  }

  private List<String> changedPaths(WorkspaceTree other) {
    SortedSet<String> all = new TreeSet<>(files.keySet());
    all.addAll(other.files.keySet());
    List<String> changed = new ArrayList<>();
    for (String path : all) {
      if (!equal(files.get(path), other.files.get(path))) {
        changed.add(path);
      }
    }
    return changed;
  }

  private static void put(SortedMap<String, Blob> files, String path, @Nullable Blob blob) {
    if (blob == null) {
      files.remove(path);
    } else {
      files.put(path, blob);
    }
  }

  /** A path cannot be a file for one step and a folder for another. */
  private static List<String> filesThatAreFolders(SortedMap<String, Blob> files) {
    List<String> found = new ArrayList<>();
    for (String path : files.keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (files.containsKey(path.substring(0, slash))) {
          found.add(path.substring(0, slash));
        }
      }
    }
    return found;
  }

  private static boolean equal(@Nullable Blob a, @Nullable Blob b) {
    return a == null ? b == null : a.equals(b);
  }
}
