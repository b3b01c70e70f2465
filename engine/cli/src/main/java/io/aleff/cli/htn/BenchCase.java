package io.aleff.cli.htn;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One problem of a suite. */
record BenchCase(Path root, String track, String domain, String problem, String domainFile) {

  private static final List<String> COLUMNS = List.of("track", "domain", "instance", "domain_file");

  static List<BenchCase> of(Path root) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve("manifest.csv"));
    List<String> header = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(",", -1));
    for (String column : COLUMNS) {
      if (!header.contains(column)) {
        throw new CommandFailure(
            ExitCode.DIAGNOSTICS,
            "manifest.csv has no column \"" + column + "\".",
            List.of("It needs the columns " + String.join(", ", COLUMNS) + "."));
      }
    }
    List<BenchCase> cases = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      if (cells.size() == header.size()) {
        List<String> own = COLUMNS.stream().map(c -> cells.get(header.indexOf(c))).toList();
        cases.add(new BenchCase(root, own.get(0), own.get(1), own.get(2), own.get(3)));
      }
    }
    return cases;
  }

  String path() {
    return track + "/" + domain + "/" + problem;
  }

  Path problemPath() {
    return root.resolve(track).resolve(domain).resolve(problem);
  }

  Path domainPath() {
    return root.resolve(track).resolve(domain).resolve(domainFile);
  }
}
