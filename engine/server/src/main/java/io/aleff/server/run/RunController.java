package io.aleff.server.run;

import static io.aleff.server.web.Answers.accepted;
import static io.aleff.server.web.Answers.found;

import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.Answers;
import io.aleff.server.web.ProblemException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Starts, lists, stops, repeats and undoes runs. */
@RestController
@RequestMapping("/api/v1")
class RunController {

  private final Runs runs;
  private final Uploads uploads;
  private final RunOwners owners;

  RunController(Runs runs, Uploads uploads, RunOwners owners) {
    this.runs = runs;
    this.uploads = uploads;
    this.owners = owners;
  }

  @PostMapping(path = "/runs", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<RunView.Summary> submit(
      CurrentAccount sender,
      @RequestPart("request") GoalBody request,
      @RequestPart(name = "files", required = false) @Nullable List<MultipartFile> files)
      throws IOException {
    return created(accepted(runs.submit(sender.actor(), request.with(uploads.accept(files)))));
  }

  @PostMapping(path = "/runs", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<RunView.Summary> submit(CurrentAccount sender, @RequestBody GoalBody request) {
    return created(accepted(runs.submit(sender.actor(), request.with(List.of()))));
  }

  private static ResponseEntity<RunView.Summary> created(RunView.Summary run) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header("Location", "/api/v1/runs/" + run.id())
        .body(run);
  }

  @PostMapping(path = "/simulate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  RunView.Simulation simulate(
      CurrentAccount sender,
      @RequestPart("request") GoalBody request,
      @RequestPart(name = "files", required = false) @Nullable List<MultipartFile> files)
      throws IOException {
    return accepted(runs.simulate(sender.actor(), request.with(uploads.accept(files))));
  }

  @PostMapping(path = "/simulate", consumes = MediaType.APPLICATION_JSON_VALUE)
  RunView.Simulation simulate(CurrentAccount sender, @RequestBody GoalBody request) {
    return accepted(runs.simulate(sender.actor(), request.with(List.of())));
  }

  @GetMapping("/runs")
  Page<RunView.Summary> list(
      CurrentAccount sender,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return runs.list(
        sender.tenant(),
        new RunStore.Query(
            state(state), blankToNull(q), null, Answers.limit(limit), blankToNull(cursor)));
  }

  private static @Nullable RunState state(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return Arrays.stream(RunState.values())
        .filter(state -> state.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "bad-parameter",
                    "state is one of "
                        + String.join(
                            ", ", Arrays.stream(RunState.values()).map(RunState::text).toList())
                        + "."));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  @GetMapping("/runs/{id:[a-z0-9]{1,40}}")
  RunView.Detail one(CurrentAccount sender, @PathVariable String id) {
    return found(runs.find(sender.tenant(), id), "run " + id);
  }

  @PostMapping("/runs/{id:[a-z0-9]{1,40}}/cancel")
  ResponseEntity<RunView.Summary> cancel(CurrentAccount sender, @PathVariable String id) {
    owners.check(sender, id);
    return ResponseEntity.accepted().body(accepted(runs.cancel(sender.actor(), id)));
  }

  @PostMapping("/runs/{id:[a-z0-9]{1,40}}/retry")
  ResponseEntity<RunView.Summary> retry(
      CurrentAccount sender, @PathVariable String id, @RequestBody Retry retry) {
    owners.check(sender, id);
    boolean start =
        switch (retry.from()) {
          case "start" -> true;
          case "failed" -> false;
          case null, default ->
              throw new ProblemException(
                  HttpStatus.UNPROCESSABLE_CONTENT, "bad-retry", "from is start or failed.");
        };
    return ResponseEntity.accepted().body(accepted(runs.retry(sender.actor(), id, start)));
  }

  @PostMapping("/runs/{id:[a-z0-9]{1,40}}/rollback")
  ResponseEntity<RunView.Summary> rollback(CurrentAccount sender, @PathVariable String id) {
    owners.check(sender, id);
    return ResponseEntity.accepted().body(accepted(runs.rollback(sender.actor(), id)));
  }

  record Retry(@Nullable String from) {}
}
