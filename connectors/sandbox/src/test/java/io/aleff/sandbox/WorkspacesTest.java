package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.definition.DeniedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {

  private static final String RUN = "run-1";

  @TempDir Path root;
  private Workspaces workspaces;

  @BeforeEach
  void create() throws IOException {
    workspaces = new Workspaces(root.resolve("ws"));
    workspaces.create(RUN);
  }

  @Test
  void aStepSeesTheHeadAndItsCommitBecomesTheHead() throws Exception {
    String imported = put("data/in.csv", "a,b\n");
    Path step = begin("s1");
    assertThat(Files.readString(step.resolve("data/in.csv"))).isEqualTo("a,b\n");
    Files.writeString(step.resolve("out.txt"), "done\n");
    String commit = commit("s1");
    assertThat(workspaces.head(RUN)).isEqualTo(commit);
    assertThat(content(commit, "out.txt")).isEqualTo("done\n");
    workspaces.discard(RUN, "s1");
    assertThat(step).doesNotExist();
    assertThat(workspaces.diff(RUN, imported, commit)).contains("+++ b/out.txt", "+done");
    assertThat(workspaces.files(RUN, commit, ""))
        .extracting(WorkspaceEntry::path)
        .containsExactly("data", "out.txt");
    assertThat(workspaces.files(RUN, commit, "data"))
        .containsExactly(new WorkspaceEntry("data/in.csv", "in.csv", 4, false, false));
    assertThat(workspaces.files(RUN, commit, "data/in.csv")).isEmpty();
    assertThat(workspaces.files(RUN, commit, "nowhere")).isEmpty();
  }

  @Test
  void aCommitWithoutAnyChangeCanBeRepeated() throws Exception {
    String head = put("data/in.csv", "a,b\n");
    begin("s1");

    assertThat(commit("s1")).isEqualTo(head);
    assertThat(commit("s1")).isEqualTo(head);

    begin("s1");
    workspaces.discard(RUN, "s1");
    assertThatThrownBy(() -> commit("s1")).hasMessageContaining("has not begun");
  }

  @Test
  void theRepositoryIsOutsideOfTheStepsFolder() throws Exception {
    Path step = begin("s1");
    assertThat(step).isEmptyDirectory();
  }

  @Test
  void parallelStepsThatTouchOtherFilesAreMerged() throws Exception {
    put("shared.txt", "1");
    Path a = begin("a");
    Path b = begin("b");
    Files.writeString(a.resolve("a.txt"), "A");
    Files.writeString(b.resolve("b.txt"), "B");
    Files.delete(b.resolve("shared.txt"));
    commit("a");
    String head = commit("b");
    assertThat(workspaces.files(RUN, head, ""))
        .extracting(WorkspaceEntry::path)
        .containsExactly("a.txt", "b.txt");
  }

  @Test
  void aStepSeesTheCommitItIsBoundToAndKeepsWhatCameAfter() throws Exception {
    String bound = put("in.txt", "1");
    Files.writeString(begin("other").resolve("in.txt"), "2");
    commit("other");
    Path step = workspaces.begin(RUN, "s1", bound);
    assertThat(Files.readString(step.resolve("in.txt"))).isEqualTo("1");
    Files.writeString(step.resolve("out.txt"), "from 1");
    String head = commit("s1");
    assertThat(content(head, "in.txt")).isEqualTo("2");
    assertThat(content(head, "out.txt")).isEqualTo("from 1");
  }

  @Test
  void theDigestOfACommitIsThatOfItsFilesOnTheDisk() throws Exception {
    Path step = begin("s1");
    Files.writeString(step.resolve("b.txt"), "text");
    Files.createDirectories(step.resolve("deep/é"));
    Files.writeString(step.resolve("deep/é/a.txt"), "other");
    Files.createSymbolicLink(step.resolve("link"), Path.of("b.txt"));
    Files.setPosixFilePermissions(
        Files.writeString(step.resolve("run.sh"), "#!/bin/sh\n"),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    String head = commit("s1");
    String digest = workspaces.digest(RUN, head);
    assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(workspaces.digest(RUN, head));
    assertThat(Workspaces.digest(begin("s2"))).isEqualTo(digest);

    assertDiffers(digest, folder -> Files.writeString(folder.resolve("deep/é/a.txt"), "otheR"));
    assertDiffers(digest, folder -> Files.writeString(folder.resolve("new"), ""));
    assertDiffers(digest, folder -> Files.delete(folder.resolve("b.txt")));
    assertDiffers(
        digest, folder -> Files.move(folder.resolve("b.txt"), folder.resolve("deep/b.txt")));
    assertDiffers(
        digest,
        folder ->
            Files.setPosixFilePermissions(
                folder.resolve("b.txt"), PosixFilePermissions.fromString("rwx------")));
    assertDiffers(
        digest,
        folder -> {
          Files.delete(folder.resolve("link"));
          Files.createSymbolicLink(folder.resolve("link"), Path.of("run.sh"));
        });
  }

  private interface Change {
    void to(Path folder) throws IOException;
  }

  private void assertDiffers(String digest, Change change) throws IOException {
    Path folder = begin("changed");
    change.to(folder);
    assertThat(Workspaces.digest(folder)).isNotEqualTo(digest);
  }

  @Test
  void theSameFileChangedByBothIsAConflictThatLosesNothing() throws Exception {
    put("x.txt", "0");
    Path a = begin("a");
    Path b = begin("b");
    Files.writeString(a.resolve("x.txt"), "A");
    Files.writeString(b.resolve("x.txt"), "B");
    String head = commit("a");
    assertThat(workspaces.commit(RUN, "b", "b", DeniedFiles.STANDARD))
        .isEqualTo(new WorkspaceCommit.Conflict(List.of("x.txt")));
    assertThat(workspaces.head(RUN)).isEqualTo(head);
    assertThat(Files.readString(b.resolve("x.txt"))).isEqualTo("B");
  }

  @Test
  void aPathThatIsAFileForOneAndAFolderForTheOtherIsAConflict() throws Exception {
    Path a = begin("a");
    Path b = begin("b");
    Files.writeString(a.resolve("out"), "file");
    Files.createDirectory(b.resolve("out"));
    Files.writeString(b.resolve("out/x"), "x");
    commit("a");
    assertThat(workspaces.commit(RUN, "b", "b", DeniedFiles.STANDARD))
        .isEqualTo(new WorkspaceCommit.Conflict(List.of("out")));
  }

  @Test
  void committingTwiceGivesTheSameCommit() throws Exception {
    Path step = begin("s1");
    Files.writeString(step.resolve("out.txt"), "1");
    String first = commit("s1");
    assertThat(workspaces.commit(RUN, "s1", "again", DeniedFiles.STANDARD))
        .isEqualTo(new WorkspaceCommit.Committed(first, false));
  }

  @Test
  void aCommitWhoseRecordWasLostIsMadeAgainFromTheSameFolder() throws Exception {
    String before = put("data/in.csv", "a,b\n");
    Files.writeString(begin("s1").resolve("out.txt"), "done\n");
    commit("s1");
    // The transaction around it failed, and the head was set back to what is recorded.
    workspaces.reset(RUN, before);
    String again = commit("s1");
    assertThat(workspaces.head(RUN)).isEqualTo(again);
    assertThat(content(again, "out.txt")).isEqualTo("done\n");
  }

  @Test
  void aStepThatRunsAgainAfterItsCommitIsNotAppliedTwice() throws Exception {
    String start = put("log.txt", "start\n");
    append(begin("s1").resolve("log.txt"), "line of s1\n");
    String first = commit("s1");
    // The engine dies before it can record the commit; the step begins anew.
    Path again = workspaces.begin(RUN, "s1", start);
    assertThat(Files.readString(again.resolve("log.txt"))).isEqualTo("start\n");
    append(again.resolve("log.txt"), "line of s1\n");
    assertThat(commit("s1")).isEqualTo(first);
    assertThat(workspaces.head(RUN)).isEqualTo(first);
  }

  @Test
  void aStepThatRunsAgainWithAnotherOutcomeReplacesItsEarlierOne() throws Exception {
    String start = put("x.txt", "0");
    Path step = begin("s1");
    Files.writeString(step.resolve("x.txt"), "first");
    Files.writeString(step.resolve("only-first.txt"), "1");
    commit("s1");
    Files.writeString(begin("other").resolve("y.txt"), "y");
    commit("other");
    Path again = workspaces.begin(RUN, "s1", start);
    assertThat(Files.readString(again.resolve("x.txt"))).isEqualTo("0");
    Files.writeString(again.resolve("x.txt"), "second");
    String head = commit("s1");
    assertThat(content(head, "x.txt")).isEqualTo("second");
    assertThat(workspaces.files(RUN, head, ""))
        .extracting(WorkspaceEntry::path)
        .containsExactly("x.txt", "y.txt");
  }

  @Test
  void aStepThatWasRolledBackBeginsFromTheRestoredState() throws Exception {
    String start = put("x.txt", "0");
    Files.writeString(begin("s1").resolve("x.txt"), "1");
    String undone = commit("s1");
    workspaces.reset(RUN, start);
    assertThat(workspaces.head(RUN)).isEqualTo(start);
    assertThat(content(undone, "x.txt")).isEqualTo("1");
    Files.writeString(begin("s1").resolve("x.txt"), "1");
    assertThat(content(commit("s1"), "x.txt")).isEqualTo("1");
  }

  @Test
  void keepsExecutableBitsLinksAndBytesAndForgetsNestedRepositories() throws Exception {
    Path step = begin("s1");
    Path script = Files.writeString(step.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(step.resolve("link"), Path.of("/etc/passwd"));
    byte[] binary = {0, 1, 2, (byte) 0xff, 0};
    Files.write(step.resolve("é.bin"), binary);
    Files.createDirectories(step.resolve("sub/.git/hooks"));
    Files.writeString(step.resolve("sub/.git/config"), "[core]\n");
    Files.writeString(step.resolve(".GIT"), "gitdir: /elsewhere");
    String head = commit("s1");

    Path next = begin("s2");
    assertThat(Files.getPosixFilePermissions(next.resolve("run.sh")))
        .contains(PosixFilePermission.OWNER_EXECUTE);
    assertThat(Files.readSymbolicLink(next.resolve("link"))).isEqualTo(Path.of("/etc/passwd"));
    assertThat(Files.readAllBytes(next.resolve("é.bin"))).isEqualTo(binary);
    assertThat(workspaces.files(RUN, head, ""))
        .extracting(WorkspaceEntry::path)
        .containsExactlyInAnyOrder("link", "run.sh", "é.bin");
    // A link is never followed on the way out.
    assertThat(workspaces.content(RUN, head, "link")).isEmpty();
  }

  @Test
  void refusesMoreThanItsLimits() throws Exception {
    workspaces =
        new Workspaces(
            root.resolve("ws"),
            new WorkspaceLimits(2, 10, 15, 1_000_000, 1_000),
            Clock.systemUTC(),
            Runnable::run);
    Path step = begin("s1");
    Files.writeString(step.resolve("big"), "12345678901");
    assertThat(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD))
        .isEqualTo(
            new WorkspaceCommit.Refused("workspace-file-size", "big has 11 bytes, more than 10."));
    Files.delete(step.resolve("big"));
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(step.resolve(name), name);
    }
    assertThat(workspaces.commit(RUN, "s1", "m", DeniedFiles.STANDARD))
        .isEqualTo(
            new WorkspaceCommit.Refused("workspace-files", "The workspace has more than 2 files."));
  }

  @Test
  void refusesPathsThatLeaveTheWorkspaceAndUnknownCommits() {
    for (String path : List.of("../x", "/etc/x", "a//b", "a/../b", ".git/config", "", "a\0b")) {
      assertThatThrownBy(() -> put(path, "x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a plain relative path");
    }
    assertThatThrownBy(() -> workspaces.reset(RUN, "main")).hasMessageContaining("not the id");
    assertThatThrownBy(() -> workspaces.head("other")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> workspaces.commit(RUN, "never", "m", DeniedFiles.STANDARD))
        .hasMessageContaining("has not begun");
  }

  @Test
  void idsCannotLeaveTheirFolder() throws Exception {
    workspaces.create("../../evil");
    Path step = workspaces.begin("../../evil", "../x/.lock", workspaces.head("../../evil"));
    assertThat(step.toRealPath().startsWith(root.resolve("ws").toRealPath())).isTrue();
    assertThat(workspaces.commit("../../evil", "../x/.lock", "m", DeniedFiles.STANDARD))
        .isInstanceOf(WorkspaceCommit.Committed.class);
  }

  @Test
  void recoveryClearsStepFoldersAndLocks() throws Exception {
    Path step = begin("s1");
    Path lock = root.resolve("ws").resolve("run-1").resolve("git/refs/heads/main.lock");
    Files.createFile(lock);
    new Workspaces(root.resolve("ws")).recover();
    assertThat(step).doesNotExist();
    assertThat(lock).doesNotExist();
    put("x", "y");
  }

  @Test
  void manyStepsAtOnceAllArrive() throws Exception {
    List<Callable<String>> steps = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = "s" + i;
      steps.add(
          () -> {
            Files.writeString(begin(name).resolve(name), name);
            return commit(name);
          });
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (Future<String> each : pool.invokeAll(steps)) {
        each.get();
      }
    }
    assertThat(workspaces.files(RUN, workspaces.head(RUN), "")).hasSize(12);
  }

  private Path begin(String step) throws IOException {
    return workspaces.begin(RUN, step, workspaces.head(RUN));
  }

  private String put(String path, String text) throws IOException {
    return workspaces.importFile(
        RUN, path, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String commit(String step) throws IOException {
    WorkspaceCommit result = workspaces.commit(RUN, step, step, DeniedFiles.STANDARD);
    assertThat(result).isInstanceOf(WorkspaceCommit.Committed.class);
    return ((WorkspaceCommit.Committed) result).id();
  }

  private String content(String commit, String path) throws IOException {
    return new String(workspaces.content(RUN, commit, path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, Files.readString(file) + text);
  }
}
