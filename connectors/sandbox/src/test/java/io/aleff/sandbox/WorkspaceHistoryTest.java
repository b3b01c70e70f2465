package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.FileChange;
import io.aleff.connector.workspace.FileChange.Kind;
import io.aleff.connector.workspace.FileChange.Status;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.definition.DeniedFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of older checkpoints and taken back, and what becomes of what nobody needs. */
class WorkspaceHistoryTest {

  private static final String RUN = "run1";
  private static final WorkspaceLimits SMALL =
      new WorkspaceLimits(500, 1_000_000, 2_000_000, 400_000, 10_000);

  @TempDir Path root;
  private final Queue<Runnable> later = new ArrayDeque<>();
  private Workspaces workspaces;

  @BeforeEach
  void create() throws IOException {
    workspaces = new Workspaces(root, SMALL, Clock.systemUTC(), later::add);
    workspaces.create(RUN);
  }

  @Test
  void aDiffIsDataWithHunksRenamesSizesAndTypes() throws Exception {
    String lines = IntStream.rangeClosed(1, 40).mapToObj(i -> i + "\n").reduce("", String::concat);
    String from =
        commit("s1", Map.of("a.txt", lines, "gone.txt", "x\n", "old/name.txt", lines + "end"));
    String to =
        commit(
            "s2",
            folder -> {
              Files.writeString(
                  folder.resolve("a.txt"), lines.replace("20\n", "twenty\n") + "last");
              Files.delete(folder.resolve("gone.txt"));
              Files.createDirectories(folder.resolve("new"));
              Files.move(folder.resolve("old/name.txt"), folder.resolve("new/name.txt"));
              Files.write(folder.resolve("pic.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
            });

    WorkspaceDiff diff = workspaces.changes(RUN, from, to, null);

    assertThat(diff.total()).isEqualTo(4);
    assertThat(diff.cut()).isFalse();
    assertThat(diff.files())
        .extracting(FileChange::path, FileChange::status, FileChange::kind, FileChange::mediaType)
        .containsExactly(
            tuple("a.txt", Status.MODIFIED, Kind.TEXT, "text/plain"),
            tuple("gone.txt", Status.DELETED, Kind.TEXT, "text/plain"),
            tuple("new/name.txt", Status.RENAMED, Kind.TEXT, "text/plain"),
            tuple("pic.png", Status.ADDED, Kind.BINARY, "image/png"));
    FileChange changed = diff.files().getFirst();
    assertThat(changed.added()).isEqualTo(2);
    assertThat(changed.deleted()).isEqualTo(1);
    assertThat(changed.hunks())
        .containsExactly(
            new FileChange.Hunk(
                17, 7, 17, 7, List.of(" 17", " 18", " 19", "-20", "+twenty", " 21", " 22", " 23")),
            new FileChange.Hunk(
                38,
                3,
                38,
                4,
                List.of(" 38", " 39", " 40", "+last", "\\ No newline at end of file")));
    assertThat(diff.files().get(2).oldPath()).isEqualTo("old/name.txt");
    assertThat(diff.files().get(2).hunks()).isEmpty();
    assertThat(diff.files().get(3).newSize()).isEqualTo(6);
    assertThat(diff.files().get(3).oldSize()).isNull();
    assertThat(workspaces.changes(RUN, to, to, null).files()).isEmpty();
  }

  @Test
  void aHugeDiffIsCutAndSaysSoAndOneFileShowsMore() throws Exception {
    String from = workspaces.head(RUN);
    String many = "line\n".repeat(3_000);
    String to = commit("s1", Map.of("a.txt", many, "b.txt", many, "wide.txt", "w".repeat(5_000)));

    WorkspaceDiff diff = workspaces.changes(RUN, from, to, null);

    assertThat(diff.files()).extracting(FileChange::cut).containsExactly(true, true, true);
    assertThat(diff.files()).extracting(FileChange::added).containsExactly(3_000, 3_000, 1);
    assertThat(diff.files().get(1).hunks()).isEmpty();
    FileChange one = workspaces.changes(RUN, from, to, "b.txt").files().getFirst();
    assertThat(one.cut()).isFalse();
    assertThat(one.hunks().getFirst().lines()).hasSize(3_000);
    FileChange wide = workspaces.changes(RUN, from, to, "wide.txt").files().getFirst();
    assertThat(wide.cut()).isTrue();
    assertThat(wide.hunks().getFirst().lines().getFirst()).hasSize(2_002).endsWith("…");
  }

  @Test
  void checkpointsNameTheirStepsAndThoseThatWereUndone() throws Exception {
    String start = workspaces.head(RUN);
    String kept = commit("s1", Map.of("a", "1"));
    String undone = commit("s2", Map.of("a", "2"));
    workspaces.reset(RUN, kept);

    List<Checkpoint> all = workspaces.checkpoints(RUN, 10);

    assertThat(all).extracting(Checkpoint::id).containsExactly(undone, kept, start);
    assertThat(all).extracting(Checkpoint::undone).containsExactly(true, false, false);
    assertThat(all).extracting(Checkpoint::step).containsExactly("s2", "s1", null);
    assertThat(all.getFirst().parent()).isEqualTo(kept);
    assertThat(workspaces.checkpoints(RUN, 1)).hasSize(1);
    assertThat(workspaces.contains(RUN, kept)).isTrue();
    assertThat(workspaces.contains(RUN, "0".repeat(40))).isFalse();
    assertThat(workspaces.contains(RUN, "HEAD")).isFalse();
  }

  @Test
  void oneFileOrAllOfThemComeBackAndNothingIsLost() throws Exception {
    String first = commit("s1", Map.of("a.txt", "1", "b.txt", "1"));
    String second =
        commit(
            "s2",
            folder -> {
              Files.delete(folder.resolve("a.txt"));
              Files.writeString(folder.resolve("b.txt"), "2");
              Files.writeString(folder.resolve("c.txt"), "2");
            });

    String one = done(workspaces.restore(RUN, first, "a.txt", "one"));
    assertThat(text(one)).isEqualTo(Map.of("a.txt", "1", "b.txt", "2", "c.txt", "2"));
    String all = done(workspaces.restore(RUN, first, null, "all"));
    assertThat(text(all)).isEqualTo(Map.of("a.txt", "1", "b.txt", "1"));
    assertThat(workspaces.head(RUN)).isEqualTo(all);
    assertThat(workspaces.digest(RUN, all)).isEqualTo(workspaces.digest(RUN, first));
    assertThat(text(done(workspaces.restore(RUN, second, null, "forward"))))
        .isEqualTo(Map.of("b.txt", "2", "c.txt", "2"));

    assertThat(workspaces.restore(RUN, second, null, "again"))
        .isEqualTo(new WorkspaceCommit.Committed(workspaces.head(RUN), false));
    assertThat(code(workspaces.restore(RUN, first, "never", "m"))).isEqualTo("no-such-file");
  }

  /** What came into it later goes, what is beside it stays. */
  @Test
  void aFolderComesBackAlone() throws Exception {
    String first =
        commit("s1", Map.of("a/x", "1", "a/deep/y", "1", "a.txt", "1", "ab/z", "1", "a0", "1"));
    commit(
        "s2",
        folder -> {
          Files.writeString(folder.resolve("a/x"), "2");
          Files.delete(folder.resolve("a/deep/y"));
          Files.writeString(folder.resolve("a/new"), "2");
          Files.writeString(folder.resolve("a.txt"), "2");
          Files.writeString(folder.resolve("ab/z"), "2");
          Files.writeString(folder.resolve("a0"), "2");
        });
    String restored = done(workspaces.restore(RUN, first, "a", "folder"));
    assertThat(workspaces.content(RUN, restored, "a/x")).hasValue(new byte[] {'1'});
    assertThat(workspaces.content(RUN, restored, "a/deep/y")).hasValue(new byte[] {'1'});
    assertThat(workspaces.content(RUN, restored, "a/new")).isEmpty();
    for (String beside : List.of("a.txt", "ab/z", "a0")) {
      assertThat(workspaces.content(RUN, restored, beside)).hasValue(new byte[] {'2'});
    }
    assertThat(workspaces.restore(RUN, first, "a", "again"))
        .isEqualTo(new WorkspaceCommit.Committed(workspaces.head(RUN), false));
    assertThat(code(workspaces.restore(RUN, first, "a/dee", "m"))).isEqualTo("no-such-file");
  }

  @Test
  void norAFolderWhereAFileIsNow() throws Exception {
    String first = commit("s1", Map.of("a/b", "1"));
    commit(
        "s2",
        folder -> {
          Files.delete(folder.resolve("a/b"));
          Files.delete(folder.resolve("a"));
          Files.writeString(folder.resolve("a"), "2");
        });
    assertThat(workspaces.restore(RUN, first, "a", "m"))
        .isEqualTo(new WorkspaceCommit.Conflict(List.of("a")));
  }

  @Test
  void aFileDoesNotComeBackWhereAFolderIsNow() throws Exception {
    String first = commit("s1", Map.of("a", "1"));
    commit(
        "s2",
        folder -> {
          Files.delete(folder.resolve("a"));
          Files.createDirectories(folder.resolve("a"));
          Files.writeString(folder.resolve("a/b"), "2");
        });
    assertThat(workspaces.restore(RUN, first, "a", "m"))
        .isEqualTo(new WorkspaceCommit.Conflict(List.of("a")));
  }

  @Test
  void anArchiveHasEveryFileUnderANameThatStaysInItsFolder() throws Exception {
    String head =
        commit(
            "s1",
            folder -> {
              Files.createDirectories(folder.resolve("sub"));
              Files.writeString(folder.resolve("sub/a.txt"), "A");
              Files.writeString(folder.resolve("..\\..\\evil.exe"), "E");
              Files.writeString(folder.resolve(".._.._evil.exe"), "F");
              Files.writeString(folder.resolve("C:x"), "C");
              Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
              Files.write(folder.resolve("large.bin"), bytes(50_000));
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    workspaces.archive(RUN, head, out);

    Map<String, Integer> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        entries.put(each.getName(), zip.readAllBytes().length);
      }
    }
    assertThat(entries)
        .containsOnlyKeys(".._.._evil.exe", ".._.._evil.exe~2", "C_x", "large.bin", "sub/a.txt")
        .containsEntry("large.bin", 50_000);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("left out: link");
    assertThat(WorkspaceArchive.safe("../a/./b")).isEqualTo("_/a/_/b");
  }

  @Test
  void secretsAreNeverCommitted() throws Exception {
    Path folder = begin("s1");
    Files.writeString(folder.resolve(".env"), "TOKEN=1");
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(folder.resolve("keys/id_rsa"), "-----BEGIN");
    Files.writeString(folder.resolve("fine.txt"), "1");
    WorkspaceCommit refused = workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD);
    assertThat(code(refused)).isEqualTo("workspace-secret");
    assertThat(((WorkspaceCommit.Refused) refused).reason())
        .contains("2 files", ".env (.env), keys/id_rsa (id_rsa)");
    Files.delete(folder.resolve(".env"));
    Files.delete(folder.resolve("keys/id_rsa"));
    Files.createSymbolicLink(folder.resolve("server.PEM"), Path.of("fine.txt"));
    assertThat(code(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD)))
        .isEqualTo("workspace-secret");
    Files.delete(folder.resolve("server.PEM"));
    String head = done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    assertThat(text(head)).isEqualTo(Map.of("fine.txt", "1"));

    // What was there before a pattern was added stays, until somebody changes it.
    DeniedFiles more = new DeniedFiles(List.of("fine.*"));
    Path next = begin("s2");
    Files.writeString(next.resolve("other.txt"), "2");
    assertThat(workspaces.commit(RUN, "s2", "m", more))
        .isInstanceOf(WorkspaceCommit.Committed.class);
    Files.writeString(begin("s3").resolve("fine.txt"), "3");
    assertThat(code(workspaces.commit(RUN, "s3", "m", more))).isEqualTo("workspace-secret");
  }

  @Test
  void theHistoryHasALimitAndWhatNobodyNeedsDoesNotCount() throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.write(begin("refused" + i).resolve("a.bin"), bytes(100_000));
      Files.writeString(begin("refused" + i).resolve(".env"), "");
      commit("r" + i, Map.of("small" + i, "1"));
    }
    Files.write(begin("s1").resolve("one.bin"), bytes(180_000));
    done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    Files.write(begin("s2").resolve("two.bin"), bytes(190_000));
    done(workspaces.commit(RUN, "s2", "m", DeniedFiles.STANDARD));
    Files.write(begin("s3").resolve("three.bin"), bytes(180_000));
    assertThat(code(workspaces.commit(RUN, "s3", "m", DeniedFiles.STANDARD)))
        .isEqualTo("workspace-history");
  }

  @Test
  void packsAreMadeOneInTheBackgroundAndNothingIsLost() throws Exception {
    String first = commit("first", Map.of("x", "0"));
    for (int i = 0; i < Workspaces.PACKS; i++) {
      commit("s" + i, Map.of("x", String.valueOf(i)));
    }
    assertThat(packs()).isGreaterThan(Workspaces.PACKS);
    assertThat(later).hasSize(1);
    later.remove().run();
    // One for what the head has, one for what only other references have.
    assertThat(packs()).isLessThanOrEqualTo(2);
    assertThat(text(first)).isEqualTo(Map.of("x", "0"));
    assertThat(workspaces.checkpoints(RUN, 100)).hasSize(Workspaces.PACKS + 1);
    commit("more", Map.of("x", "more"));
  }

  @Test
  void packsStayBoundedWhenTheBackgroundNeverComes() throws Exception {
    for (int i = 0; i < Workspaces.MOST_PACKS; i++) {
      commit("s" + i, Map.of("x", String.valueOf(i)));
      assertThat(packs()).isLessThanOrEqualTo(Workspaces.MOST_PACKS);
    }
  }

  @Test
  void largeFilesAreStoredOnceByReferenceAndLaidOutAgain() throws Exception {
    byte[] large = bytes(50_000);
    Path folder = begin("s1");
    Files.write(folder.resolve("large.bin"), large);
    Files.write(folder.resolve("copy.bin"), large);
    String head = done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    assertThat(stored()).hasSize(1);
    assertThat(workspaces.files(RUN, head, ""))
        .extracting(WorkspaceEntry::size)
        .containsExactly(50_000L, 50_000L);
    assertThat(workspaces.content(RUN, head, "large.bin")).hasValue(large);
    Path next = begin("s2");
    assertThat(Files.readAllBytes(next.resolve("large.bin"))).isEqualTo(large);
    assertThat(Workspaces.digest(next)).isEqualTo(workspaces.digest(RUN, head));
    // Nothing changed, so nothing is committed, and what a step writes never reaches the store.
    Files.write(next.resolve("copy.bin"), bytes(50_001));
    assertThat(workspaces.content(RUN, head, "copy.bin")).hasValue(large);
    workspaces.discard(RUN, "s2");
    begin("s3");
    assertThat(done(workspaces.commit(RUN, "s3", "m", DeniedFiles.STANDARD))).isEqualTo(head);
    String imported = workspaces.importFile(RUN, "in.bin", new ByteArrayInputStream(large));
    assertThat(workspaces.content(RUN, imported, "in.bin")).hasValue(large);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void aLargeFileThatWasTamperedWithIsNeverLaidOut() throws Exception {
    Path folder = begin("s1");
    Files.write(folder.resolve("large.bin"), bytes(50_000));
    String head = done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    String digest = workspaces.digest(RUN, head);
    Files.write(stored().getFirst(), new byte[50_000]);
    assertThatThrownBy(() -> begin("s2")).hasMessageContaining("not what was stored");
    assertThatThrownBy(() -> workspaces.content(RUN, head, "large.bin"))
        .hasMessageContaining("not what was stored");
    assertThat(workspaces.digest(RUN, head)).isEqualTo(digest);
  }

  @Test
  void noFileOfAStepIsTakenForAReference() throws Exception {
    Path folder = begin("s1");
    Files.write(folder.resolve("large.bin"), bytes(50_000));
    String first = done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    String sha = stored().getFirst().getFileName().toString();
    byte[] forged = new LargeFiles.Pointer(sha, 50_000).bytes();
    Files.write(begin("s2").resolve("forged.txt"), forged);
    String head = done(workspaces.commit(RUN, "s2", "m", DeniedFiles.STANDARD));
    assertThat(head).isNotEqualTo(first);
    assertThat(workspaces.content(RUN, head, "forged.txt")).hasValue(forged);
    assertThat(Files.readAllBytes(begin("s3").resolve("forged.txt"))).isEqualTo(forged);
    assertThat(done(workspaces.commit(RUN, "s3", "m", DeniedFiles.STANDARD))).isEqualTo(head);
  }

  @Test
  void tidyingKeepsReferencedLargeFilesOnly() throws Exception {
    Files.write(begin("s1").resolve("kept.bin"), bytes(50_000));
    String kept = done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    Path folder = begin("s2");
    Files.delete(folder.resolve("kept.bin"));
    Files.write(folder.resolve("refused.bin"), bytes(60_000));
    Files.writeString(folder.resolve(".env"), "x");
    assertThat(code(workspaces.commit(RUN, "s2", "m", DeniedFiles.STANDARD)))
        .isEqualTo("workspace-secret");
    assertThat(stored()).hasSize(2);
    Files.writeString(root.resolve(RUN).resolve("large/.new-1"), "half");
    workspaces.tidy(RUN);
    assertThat(stored()).hasSize(1);
    assertThat(workspaces.content(RUN, kept, "kept.bin")).hasValue(bytes(50_000));
  }

  @Test
  void aDeletedWorkspaceLeavesNothing() throws Exception {
    Files.write(begin("s1").resolve("kept.bin"), bytes(50_000));
    done(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD));
    assertThat(workspaces.runs()).containsExactly(RUN);
    workspaces.delete(RUN);
    assertThat(workspaces.exists(RUN)).isFalse();
    assertThat(workspaces.runs()).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  private interface Work {
    void in(Path folder) throws IOException;
  }

  private Path begin(String step) throws IOException {
    return workspaces.begin(RUN, step, workspaces.head(RUN));
  }

  private String commit(String step, Work work) throws IOException {
    work.in(begin(step));
    String id = done(workspaces.commit(RUN, step, step + " works", DeniedFiles.STANDARD));
    workspaces.discard(RUN, step);
    return id;
  }

  private String commit(String step, Map<String, String> files) throws IOException {
    return commit(
        step,
        folder -> {
          for (Map.Entry<String, String> each : files.entrySet()) {
            Path file = folder.resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue());
          }
        });
  }

  private static String done(WorkspaceCommit commit) {
    assertThat(commit).isInstanceOf(WorkspaceCommit.Committed.class);
    return ((WorkspaceCommit.Committed) commit).id();
  }

  private static String code(WorkspaceCommit commit) {
    assertThat(commit).isInstanceOf(WorkspaceCommit.Refused.class);
    return ((WorkspaceCommit.Refused) commit).code();
  }

  private Map<String, String> text(String commit) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (WorkspaceEntry each : workspaces.files(RUN, commit, "")) {
      byte[] bytes = workspaces.content(RUN, commit, each.path()).orElseThrow();
      files.put(each.path(), new String(bytes, StandardCharsets.UTF_8));
    }
    return files;
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(RUN).resolve("git/objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(RUN).resolve("large"))) {
      return files.toList();
    }
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
