package io.aleff.htn.hddl;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems of the planning competitions, where this machine has them. */
final class Suite {

  private Suite() {}

  /** One problem with its domain. */
  record Case(Path domain, Path problem) {
    SourceText domainText() throws IOException {
      return new SourceText(domain.toString(), Files.readString(domain));
    }

    SourceText problemText() throws IOException {
      return new SourceText(problem.toString(), Files.readString(problem));
    }

    @Override
    public String toString() {
      return domain.getName(domain.getNameCount() - 2) + "/" + problem.getFileName();
    }
  }

  static @Nullable Path folder() {
    String given = System.getProperty("aleff.suites", System.getenv("ALEFF_SUITES"));
    if (given != null) {
      return Path.of(given, "htn");
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path suites = at.resolve("shared/suites/htn");
      if (Files.isDirectory(suites)) {
        return suites;
      }
    }
    return null;
  }

  /** The problems of {@code manifest.csv}; none where the suite is absent. */
  static List<Case> cases() throws IOException {
    Path folder = folder();
    if (folder == null) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
    List<String> header = List.of(lines.getFirst().split(","));
    List<Case> cases = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(","));
      Path domain =
          folder
              .resolve(cells.get(header.indexOf("track")))
              .resolve(cells.get(header.indexOf("domain")));
      cases.add(
          new Case(
              domain.resolve(cells.get(header.indexOf("domain_file"))),
              domain.resolve(cells.get(header.indexOf("instance")))));
    }
    return cases;
  }
}
