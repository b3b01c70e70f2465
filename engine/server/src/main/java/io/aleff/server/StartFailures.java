package io.aleff.server;

import io.aleff.server.config.HomeLock;
import io.aleff.server.database.UnsafeDatabaseException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one sentence why the server does not start, instead of a stack trace. */
final class StartFailures implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      boolean expected =
          e instanceof HomeLock.HomeInUseException
              || e instanceof UnsafeDatabaseException
              || (e instanceof IOException && mentionsPostgres(e));
      if (expected) {
        return new FailureAnalysis(String.valueOf(e.getMessage()), null, failure);
      }
    }
    return null;
  }

  private static boolean mentionsPostgres(Throwable e) {
    return e.getMessage() != null && e.getMessage().contains("PostgreSQL");
  }
}
