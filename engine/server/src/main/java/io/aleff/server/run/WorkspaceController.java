package io.aleff.server.run;

import static io.aleff.server.web.Answers.accepted;
import static io.aleff.server.web.Answers.found;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.MediaTypes;
import io.aleff.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The files of a run at each of its checkpoints. */
@RestController
@RequestMapping("/api/v1/runs/{id:[a-z0-9]{1,40}}")
class WorkspaceController {

  private static final String COMMIT = "[0-9a-f]{40}";
  private static final String SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'";

  private final Runs runs;
  private final RunOwners owners;

  WorkspaceController(Runs runs, RunOwners owners) {
    this.runs = runs;
    this.owners = owners;
  }

  @GetMapping("/checkpoints")
  @Operation(summary = "The newest 1,000 checkpoints, newest first, also those rolled back")
  List<Checkpoint> checkpoints(CurrentAccount sender, @PathVariable String id) {
    return found(runs.checkpoints(sender.tenant(), id), "workspace of run " + id);
  }

  @GetMapping("/diff")
  @Operation(
      summary = "What changed between two checkpoints",
      description =
          "Without a path up to 1,000 files with 2,000 lines in all; with one up to 20,000 lines"
              + " of that file. What is left out is marked by cut.")
  WorkspaceDiff diff(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam String from,
      @RequestParam String to,
      @RequestParam(required = false) @Nullable String path) {
    String file = path == null ? null : checked(path);
    return found(
        runs.changes(sender.tenant(), id, commit(from), commit(to), file),
        "checkpoint " + from + " or " + to);
  }

  @GetMapping("/files")
  @Operation(summary = "Files and folders directly below a folder")
  List<FileView> files(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String path,
      @Parameter(description = "a checkpoint; the newest without") @RequestParam(required = false)
          @Nullable String checkpoint) {
    return found(
            runs.files(sender.tenant(), id, commitOrNull(checkpoint), checked(path)),
            "folder in run " + id)
        .stream()
        .map(FileView::of)
        .toList();
  }

  /** Always an attachment in a sandbox of its own: what a run made may be anything. */
  @GetMapping(path = "/file", produces = MediaType.ALL_VALUE)
  @Operation(summary = "The content of a file")
  ResponseEntity<Resource> file(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam String path,
      @RequestParam(required = false) @Nullable String checkpoint)
      throws IOException {
    StoredFile file =
        found(
            runs.file(sender.tenant(), id, commitOrNull(checkpoint), checked(path)),
            "file " + path);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(MediaTypes.of(path)))
        .contentLength(file.size())
        .header("Content-Security-Policy", SANDBOX)
        .header(
            HttpHeaders.CONTENT_DISPOSITION, attachment(path.substring(path.lastIndexOf('/') + 1)))
        .body(new InputStreamResource(file.source().open()));
  }

  /** Written while it is read: an archive may be larger than the memory. */
  @GetMapping(path = "/archive", produces = "application/zip")
  @Operation(summary = "All files of a checkpoint as a zip archive")
  void archive(
      CurrentAccount sender,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String checkpoint,
      HttpServletResponse response)
      throws IOException {
    String commit = commitOrNull(checkpoint);
    Runs.Archive archive =
        found(runs.archive(sender.tenant(), id, commit), "checkpoint in run " + id);
    String name = commit == null ? id : id + "-" + commit.substring(0, 8);
    response.setContentType("application/zip");
    response.setHeader("Content-Security-Policy", SANDBOX);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(name + ".zip"));
    archive.writeTo(response.getOutputStream());
  }

  private static String attachment(String name) {
    return ContentDisposition.attachment()
        .filename(name, StandardCharsets.UTF_8)
        .build()
        .toString();
  }

  @PostMapping("/restore")
  @Operation(
      summary = "Brings all files, or one file or folder, back as they were at a checkpoint",
      description =
          "For those who may roll the run back; only when it is over. Makes a new checkpoint and"
              + " an audit event.")
  RunView.Summary restore(
      CurrentAccount sender, @PathVariable String id, @RequestBody Restore restore) {
    owners.check(sender, id);
    if (restore.checkpoint() == null) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT, "bad-restore", "checkpoint is needed.");
    }
    String path = restore.path() == null ? null : checked(restore.path());
    return accepted(runs.restore(sender.actor(), id, commit(restore.checkpoint()), path));
  }

  private static @Nullable String commitOrNull(@Nullable String checkpoint) {
    return checkpoint == null || checkpoint.isEmpty() ? null : commit(checkpoint);
  }

  private static String commit(String checkpoint) {
    if (!checkpoint.matches(COMMIT)) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST,
          "bad-parameter",
          "A checkpoint is 40 hexadecimal digits, as /checkpoints lists them.");
    }
    return checkpoint;
  }

  private static String checked(String path) {
    boolean usable =
        path.length() <= 1_000
            && path.indexOf('\0') < 0
            && path.indexOf('\\') < 0
            && !path.startsWith("/")
            && !List.of(path.split("/", -1)).contains("..");
    if (!usable) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "bad-parameter", "path is relative to the workspace.");
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /**
   * @param path a file, or a folder with all that is in it; all files without
   */
  record Restore(@Nullable String checkpoint, @Nullable String path) {}

  /** A file or folder of the workspace. */
  record FileView(String path, String name, long size, boolean directory, String mediaType) {

    static FileView of(WorkspacePort.Entry entry) {
      return new FileView(
          entry.path(),
          entry.name(),
          entry.size(),
          entry.directory(),
          entry.directory() ? "inode/directory" : MediaTypes.of(entry.path()));
    }
  }
}
