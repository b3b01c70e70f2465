package io.aleff.cli.policy;

import io.aleff.cli.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at files twice a second and says when they change. */
final class FileWatch {

  private static final long INTERVAL_MILLIS = 500;

  private final Context context;
  private final List<String> paths;

  FileWatch(Context context, List<String> paths) {
    this.context = context;
    this.paths = paths;
  }

  /** What is done at each change. */
  interface Action {
    @SuppressWarnings("unused")
    int run() throws IOException;
  }

  /** Until the thread is interrupted. */
  void each(Action action) throws IOException, InterruptedException {
    Map<Path, String> before = stamps();
    while (!Thread.currentThread().isInterrupted()) {
      Thread.sleep(INTERVAL_MILLIS);
      Map<Path, String> now = stamps();
      if (!now.equals(before)) {
        before = now;
        context.terminal().line("");
        action.run();
      }
    }
  }

  private Map<Path, String> stamps() throws IOException {
    Map<Path, String> out = new TreeMap<>();
    for (String path : paths) {
      try (Stream<Path> files = Files.walk(context.resolve(path))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          out.put(file, Files.getLastModifiedTime(file) + "/" + Files.size(file));
        }
      }
    }
    return out;
  }
}
