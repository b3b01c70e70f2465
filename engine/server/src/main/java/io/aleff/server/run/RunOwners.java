package io.aleff.server.run;

import static io.aleff.server.web.Answers.found;

import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.security.Role;
import io.aleff.server.web.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Whose run it is: people steer their own runs; operators and administrators all of them. */
@Component
class RunOwners {

  private final Runs runs;

  RunOwners(Runs runs) {
    this.runs = runs;
  }

  /** Ends the request with a problem when the run is somebody else's, or nobody's. */
  void check(CurrentAccount sender, String id) {
    RunView.Detail run = found(runs.find(sender.tenant(), id), "run " + id);
    boolean own = run.summary().requester().equals(sender.account().username());
    if (!own && !sender.account().is(Role.OPERATOR, Role.ADMIN)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN, "not-your-run", "This run belongs to somebody else.");
    }
  }
}
