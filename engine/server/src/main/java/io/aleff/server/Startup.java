package io.aleff.server;

import io.aleff.runtime.AleffRuntime;
import io.aleff.server.release.FirstRelease;
import io.aleff.server.security.FirstAccounts;
import java.io.IOException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** What happens in order before the server says that it is ready. */
@Component
public class Startup implements ApplicationRunner {

  private final FirstAccounts accounts;
  private final FirstRelease release;
  private final AleffRuntime runtime;
  private volatile boolean done;

  Startup(FirstAccounts accounts, FirstRelease release, AleffRuntime runtime) {
    this.accounts = accounts;
    this.release = release;
    this.runtime = runtime;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    accounts.ensure(System.out);
    release.ensure();
    runtime.start();
    done = true;
  }

  /** Whether runs are being carried on. */
  public boolean isDone() {
    return done;
  }
}
