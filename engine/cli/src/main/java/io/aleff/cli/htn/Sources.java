package io.aleff.cli.htn;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.PlanningProblems;
import io.aleff.htn.TaskNetworks;
import io.aleff.htn.hddl.Hddl;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files that a command is about, and prints what is wrong with them. */
final class Sources {

  private final Context context;

  Sources(Context context) {
    this.context = context;
  }

  /**
   * A sound domain with a sound problem of it.
   *
   * @param isYaml whether the domain is a task network in YAML
   */
  record Task(Domain domain, HtnProblem problem, boolean isYaml) {}

  /**
   * @throws CommandFailure when there is no such text file
   */
  SourceText text(String file) throws IOException {
    Path path = context.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure(ExitCode.USAGE, "There is no file " + path + ".");
    }
    try {
      return new SourceText(file, Files.readString(path));
    } catch (MalformedInputException e) {
      throw new CommandFailure(
          ExitCode.DIAGNOSTICS,
          file + " is not UTF-8 text.",
          List.of("Maybe it is a binary file, or text in another encoding."));
    }
  }

  /** Null after errors, which were printed. */
  @Nullable Task task(String domainFile, String problemFile) throws IOException {
    SourceText domain = text(domainFile);
    SourceText problem = text(problemFile);
    Both both = both(domain, problem);
    print(both.diagnostics(), domain, problem);
    return both.domain() == null || both.problem() == null
        ? null
        : new Task(both.domain(), both.problem(), isYaml(domainFile));
  }

  /**
   * What a domain and a problem come to.
   *
   * @param domain null after errors in it
   * @param problem null after any error
   * @param declared where the domain declares its predicates
   */
  record Both(
      @Nullable Domain domain,
      @Nullable HtnProblem problem,
      List<Diagnostic> diagnostics,
      Map<String, SourceLocation> declared) {}

  static Both both(SourceText domain, SourceText problem) {
    if (!isYaml(problem.path())) {
      if (isYaml(domain.path())) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "A problem in HDDL needs its domain in HDDL.",
            List.of("Maybe `aleff htn convert` the domain first."));
      }
      Hddl.Reading reading = Hddl.read(domain, problem);
      return new Both(
          reading.domain(), reading.problem(), reading.diagnostics(), reading.declared());
    }
    Reading read = domain(domain);
    List<Diagnostic> diagnostics = new ArrayList<>(read.diagnostics());
    if (read.domain() == null) {
      return new Both(null, null, diagnostics, read.declared());
    }
    PlanningProblems.Reading asked = PlanningProblems.read(read.domain(), problem);
    diagnostics.addAll(asked.diagnostics());
    return new Both(read.domain(), asked.problem(), diagnostics, read.declared());
  }

  /** What a domain file of either language comes to. */
  record Reading(
      @Nullable Domain domain,
      List<Diagnostic> diagnostics,
      Map<String, SourceLocation> declared) {}

  static Reading domain(SourceText text) {
    if (isYaml(text.path())) {
      TaskNetworks.Reading reading = TaskNetworks.read(List.of(text));
      return new Reading(reading.domain(), reading.diagnostics(), reading.declared());
    }
    Hddl.Reading reading = Hddl.readDomain(text);
    return new Reading(reading.domain(), reading.diagnostics(), reading.declared());
  }

  static boolean isYaml(String file) {
    return file.endsWith(".yaml") || file.endsWith(".yml");
  }

  /** Prints to the error stream: the output may be a plan for another program. */
  void print(List<Diagnostic> findings, SourceText... sources) {
    Terminal terminal = context.terminal();
    for (Diagnostic finding : findings) {
      SourceText source = null;
      for (SourceText one : sources) {
        source = one.path().equals(finding.location().path()) ? one : source;
      }
      String text = SafeText.lines(finding.print(source));
      int end = text.indexOf(']') + 1;
      Style style = finding.isError() ? Style.BAD : Style.WARN;
      terminal.note(terminal.styled(style, text.substring(0, end)) + text.substring(end));
      terminal.note("");
    }
  }
}
