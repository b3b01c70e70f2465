package io.aleff.qa.bench;

import io.aleff.definition.DeniedFiles;
import io.aleff.sandbox.WorkspaceCommit;
import io.aleff.sandbox.Workspaces;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Checkpoints and rollbacks of a workspace of 1,000 files with 50 MB, of which a step changes ten,
 * next to the same with git's own program and with plain copies of the files, in turns.
 */
final class WorkspacesBench {

  private static final int FILES = 1_000;
  private static final int FILE_BYTES = 50_000;
  private static final int CHANGED = 10;
  private static final String RUN = "bench";

  private final Path root = Files.createTempDirectory("aleff-workspaces");
  private final Workspaces workspaces = new Workspaces(root.resolve("ws"));
  private final Path git = Files.createDirectories(root.resolve("git"));
  private final Map<String, List<Long>> times = new LinkedHashMap<>();
  private final Random random = new Random(1);

  private WorkspacesBench() throws IOException {}

  static void run(Options options) throws IOException, InterruptedException {
    WorkspacesBench bench = new WorkspacesBench();
    try {
      bench.fill();
      for (int round = 0; round < options.warmup(); round++) {
        bench.round("w" + round);
      }
      bench.times.clear();
      for (int round = 0; round < options.runs(); round++) {
        bench.round("r" + round);
      }
      bench.print(options.runs());
    } finally {
      delete(bench.root);
    }
  }

  private void fill() throws IOException, InterruptedException {
    workspaces.create(RUN);
    Path step = workspaces.begin(RUN, "fill", workspaces.head(RUN));
    for (int i = 0; i < FILES; i++) {
      for (Path folder : List.of(step, git)) {
        Path file = file(folder, i);
        Files.createDirectories(file.getParent());
        Files.write(file, content(i));
      }
    }
    commit("fill");
    git("init", "-q");
    git("add", "-A");
    git("-c", "user.name=b", "-c", "user.email=b@localhost", "commit", "-qm", "fill");
  }

  private static Path file(Path folder, int number) {
    return folder.resolve("d" + number % 20).resolve("f" + number + ".csv");
  }

  /** Text that compresses about as well as a table does. */
  private static byte[] content(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(FILE_BYTES + 100);
    while (text.length() < FILE_BYTES) {
      text.append("2026-01-").append(random.nextInt(28)).append(",north,");
      text.append(random.nextInt(1_000_000)).append('\n');
    }
    return text.substring(0, FILE_BYTES).getBytes(StandardCharsets.UTF_8);
  }

  private void round(String name) throws IOException, InterruptedException {
    String before = workspaces.head(RUN);
    Path step = timed("begin: lay out all files", () -> workspaces.begin(RUN, name, before));
    timed("floor: copy all files", () -> copy(step, root.resolve("copy")));
    delete(root.resolve("copy"));
    for (int i = 0; i < CHANGED; i++) {
      int number = random.nextInt(FILES);
      byte[] bytes = content(random.nextInt());
      Files.write(file(step, number), bytes);
      Files.write(file(git, number), bytes);
    }
    timed("digest of all files on the disk", () -> Workspaces.digest(step));
    String after = timed("checkpoint of 10 changed files", () -> commit(name));
    timed(
        "floor: git add -A, git commit",
        () -> {
          git("add", "-A");
          git("-c", "user.name=b", "-c", "user.email=b@localhost", "commit", "-qm", name);
          return true;
        });
    workspaces.discard(RUN, name);
    timed("diff between the two, as data", () -> workspaces.changes(RUN, before, after, null));
    timed("zip of a checkpoint", () -> archive(after));
    timed(
        "rollback: older checkpoint becomes the head",
        () -> {
          workspaces.reset(RUN, before);
          return true;
        });
    timed(
        "rollback and all files laid out",
        () -> {
          workspaces.reset(RUN, before);
          return workspaces.begin(RUN, name, before);
        });
    workspaces.discard(RUN, name);
    timed(
        "floor: git reset --hard",
        () -> {
          git("reset", "-q", "--hard", "HEAD~1");
          return true;
        });
    timed("restore of all files by a person", () -> restore(after));
    git("reset", "-q", "--hard", "HEAD@{1}");
  }

  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T timed(String what, Work<T> work) throws IOException, InterruptedException {
    long start = System.nanoTime();
    T result = work.run();
    times.computeIfAbsent(what, w -> new ArrayList<>()).add(System.nanoTime() - start);
    return result;
  }

  private String commit(String step) throws IOException {
    return done(workspaces.commit(RUN, step, step, DeniedFiles.STANDARD));
  }

  private String restore(String commit) throws IOException {
    return done(workspaces.restore(RUN, commit, null, "restore"));
  }

  private static String done(WorkspaceCommit commit) {
    if (commit instanceof WorkspaceCommit.Committed(String id, boolean changed) && changed) {
      return id;
    }
    throw new IllegalStateException(commit.toString());
  }

  private boolean archive(String commit) throws IOException {
    workspaces.archive(RUN, commit, OutputStream.nullOutputStream());
    return true;
  }

  private static boolean copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
    return true;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }

  private void git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(git.toFile())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("git.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + Files.readString(root.resolve("git.log")));
    }
  }

  private void print(int rounds) throws IOException {
    System.out.printf(
        "%d files, %d MB, %d changed, %d rounds.%n%n| | p50, ms | p95, ms | most, ms |%n|---|---|---|---|%n",
        FILES, (long) FILES * FILE_BYTES / 1_000_000, CHANGED, rounds);
    times.forEach(
        (what, nanos) -> {
          Times sorted = Times.of(nanos);
          System.out.printf(
              "| %s | %.0f | %.0f | %.0f |%n",
              what, sorted.percentile(0.5), sorted.percentile(0.95), sorted.percentile(1));
        });
    System.out.println();
    System.out.println(Machine.describe().replace("before", "after"));
  }
}
