package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.htn.Domain;
import io.aleff.htn.Findings;
import io.aleff.htn.HtnProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads HDDL as the planning competitions use it. Never throws for what the texts contain: all that
 * is wrong with them is reported at once.
 */
public final class Hddl {

  private Hddl() {}

  /**
   * @param domain null when any diagnostic of the domain is an error
   * @param problem null when any diagnostic is an error, or none was asked for
   * @param diagnostics all findings, by place
   * @param declared where the predicates are declared
   */
  public record Reading(
      @Nullable Domain domain,
      @Nullable HtnProblem problem,
      List<Diagnostic> diagnostics,
      Map<String, SourceLocation> declared) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
      declared = Map.copyOf(declared);
    }
  }

  /** Reads a domain alone. */
  public static Reading readDomain(SourceText domain) {
    Findings findings = new Findings();
    Vocabulary words = new Vocabulary(findings);
    Domain read = domain(domain, words);
    return new Reading(
        findings.broken() ? null : read, null, findings.inOrder(), words.predicatePlaces);
  }

  /** Reads a domain and a problem in it. */
  public static Reading read(SourceText domain, SourceText problem) {
    Findings findings = new Findings();
    Vocabulary words = new Vocabulary(findings);
    Domain read = domain(domain, words);
    Domain sound = findings.broken() ? null : read;
    if (read == null) {
      return new Reading(null, null, findings.inOrder(), words.predicatePlaces);
    }
    Sexp.Group define = define(problem, "problem", findings);
    HtnProblem asked = define == null ? null : new ProblemReader(words).read(define, read);
    return new Reading(
        sound, findings.broken() ? null : asked, findings.inOrder(), words.predicatePlaces);
  }

  private static @Nullable Domain domain(SourceText text, Vocabulary words) {
    Sexp.Group define = define(text, "domain", words.findings);
    return define == null ? null : new DomainReader(words).read(define);
  }

  /** The definition of the wanted kind; null after a finding. */
  private static Sexp.@Nullable Group define(SourceText text, String kind, Findings findings) {
    Sexp.Group file = new SexpReader(text, findings).read();
    if (file == null) {
      return null;
    }
    if (!file.head().equals("define")
        || file.items().size() < 2
        || !(file.items().get(1) instanceof Sexp.Group header)
        || !header.head().equals(kind)) {
      findings.add(
          Diagnostic.error("HDDL-002", file.at(), "This is no HDDL " + kind + ".")
              .expecting("(define (" + kind + " name) …)"));
      return null;
    }
    return file;
  }
}
