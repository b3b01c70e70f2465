package io.aleff.guardrail.drl;

import io.aleff.definition.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.QueryDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.drools.io.ByteArrayResource;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/** Reads one rule file. */
final class FileReader {

  private static final int LARGEST = 200_000;
  private static final Set<String> IMPORTS =
      Set.of(
          FactModel.PACKAGE + ".*",
          "java.math.BigDecimal",
          "java.time.Duration",
          "java.time.Instant",
          "java.time.LocalDate");

  private final Findings findings;
  private final SourceText source;
  private final List<Rule> rules = new ArrayList<>();

  private FileReader(SourceText source) {
    this.source = source;
    this.findings = new Findings(source);
  }

  /** The rules of the file that are allowed, and everything that is wrong with the others. */
  record Result(List<Rule> rules, Findings findings) {}

  static Result read(SourceText source) {
    FileReader reader = new FileReader(source);
    try {
      reader.read();
    } catch (RuntimeException | StackOverflowError e) {
      // A tree of a form nobody thought of: whatever it is, it does not run.
      reader.findings.report("DRL-001", 0, "The file cannot be understood: " + e, "DRL");
    }
    return new Result(List.copyOf(reader.rules), reader.findings);
  }

  private void read() {
    if (source.text().length() > LARGEST) {
      findings.report("DRL-017", 0, "The file is too large.", "at most " + LARGEST + " characters");
      return;
    }
    PackageDescr parsed = parse();
    if (parsed == null || !findings.diagnostics().isEmpty()) {
      return;
    }
    checkPackage(parsed);
    for (RuleDescr rule : parsed.getRules()) {
      read(rule, imported(parsed));
    }
    if (parsed.getRules().isEmpty() && findings.diagnostics().isEmpty()) {
      findings.report("DRL-001", 0, "The file has no rules.", "rule \"…\" when … then … end");
    }
  }

  private @Nullable PackageDescr parse() {
    DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
    try {
      byte[] bytes = source.text().getBytes(StandardCharsets.UTF_8);
      PackageDescr parsed =
          parser.parse(new ByteArrayResource(bytes, StandardCharsets.UTF_8.name()), source.text());
      for (DroolsError error : parser.getErrors()) {
        int[] lines = error.getLines();
        int line = lines.length == 0 ? 1 : lines[0];
        findings.reportAt(line, 0, "DRL-001", shorten(error.getMessage()), "DRL");
      }
      if (parsed == null && findings.diagnostics().isEmpty()) {
        findings.report("DRL-001", 0, "This is not DRL.", "package, imports, rules");
      }
      return parsed;
    } catch (DroolsParserException | RuntimeException e) {
      findings.report("DRL-001", 0, "Drools cannot parse this file: " + e.getMessage(), "DRL");
    } catch (StackOverflowError e) {
      findings.report("DRL-017", 0, "The file is nested too deeply.", null);
    }
    return null;
  }

  private static String shorten(String message) {
    String line = message.strip().lines().findFirst().orElse("not DRL");
    return line.replaceFirst("^\\[ERR \\d+] ", "");
  }

  private void checkPackage(PackageDescr parsed) {
    for (ImportDescr descr : parsed.getImports()) {
      if (!isAllowed(descr.getTarget())) {
        findings.report(
            "DRL-002",
            descr.getStartCharacter(),
            "The import of \"" + descr.getTarget() + "\" is not allowed.",
            "import " + FactModel.PACKAGE + ".*");
      }
    }
    none("import function", parsed.getFunctionImports());
    none("import accumulate", parsed.getAccumulateImports());
    none("global", parsed.getGlobals());
    none("function", parsed.getFunctions());
    none("declare", parsed.getTypeDeclarations());
    none("declare enum", parsed.getEnumDeclarations());
    none("declare entry-point", parsed.getEntryPointDeclarations());
    none("declare window", parsed.getWindowDeclarations());
    if (parsed.getUnit() != null) {
      none("unit", List.of(parsed.getUnit()));
    }
    parsed.getAttributes().forEach(this::attribute);
  }

  private void none(String what, Collection<? extends BaseDescr> found) {
    for (BaseDescr descr : found) {
      findings.report(
          "DRL-003",
          descr.getStartCharacter(),
          "\"" + what + "\" is not allowed in a rule file.",
          "package, imports and rules");
    }
  }

  private static boolean isAllowed(String target) {
    String prefix = FactModel.PACKAGE + ".";
    return IMPORTS.contains(target)
        || (target.startsWith(prefix)
            && FactModel.typeNames().contains(target.substring(prefix.length())));
  }

  private static Set<String> imported(PackageDescr parsed) {
    Set<String> imported = new TreeSet<>();
    parsed.getImports().forEach(descr -> imported.add(descr.getTarget()));
    return imported;
  }

  private void read(RuleDescr rule, Set<String> imported) {
    int before = findings.diagnostics().size();
    if (rule instanceof QueryDescr) {
      none("query", List.of(rule));
      return;
    }
    if (rule.getParentName() != null || !rule.getNamedConsequences().isEmpty()) {
      findings.report(
          "DRL-003",
          rule.getStartCharacter(),
          "Rules neither extend others nor have named consequences.",
          "rule \"…\" when … then … end");
    }
    if (!rule.getAnnotations().isEmpty()) {
      findings.report("DRL-016", rule.getStartCharacter(), "Annotations are not allowed.", null);
    }
    rule.getAttributes().values().forEach(this::attribute);
    Scope scope = new Scope(null);
    Condition condition = new ConditionReader(findings).read(rule.getLhs(), scope);
    if (condition == null) {
      condition = new Condition.All(List.of());
      scope = Scope.permissive();
    } else {
      checkImports(condition, imported, rule);
    }
    List<Rule.Insertion> insertions = insertions(rule, scope);
    if (findings.diagnostics().size() == before) {
      rules.add(
          new Rule(rule.getName(), salience(rule), flag(rule, "no-loop"), condition, insertions));
    }
  }

  private void checkImports(Condition condition, Set<String> imported, RuleDescr rule) {
    Set<String> used = new TreeSet<>(Conditions.factTypes(condition));
    used.add("Signal");
    for (String type : used) {
      boolean known =
          imported.contains(FactModel.PACKAGE + ".*")
              || imported.contains(FactModel.PACKAGE + "." + type);
      if (!known) {
        findings.report(
            "DRL-006",
            rule.getStartCharacter(),
            "The rule uses " + type + ", which is not imported.",
            "import " + FactModel.PACKAGE + "." + type);
      }
    }
  }

  private List<Rule.Insertion> insertions(RuleDescr rule, Scope scope) {
    Object consequence = rule.getConsequence();
    int from = findings.offset(rule.getConsequenceLine(), rule.getConsequencePattern());
    if (!(consequence instanceof String text)) {
      findings.report("DRL-012", from, "The rule has no readable consequence.", null);
      return List.of();
    }
    int base = source.text().indexOf(text, from);
    return ConsequenceReader.read(text, base < 0 ? from : base, findings, scope);
  }

  private void attribute(AttributeDescr attribute) {
    String value = attribute.getValue();
    boolean good =
        switch (attribute.getName()) {
          case "salience" -> value.matches("-?[0-9]{1,6}");
          case "no-loop" -> value.equals("true") || value.equals("false");
          case "dialect" -> value.equals("mvel") || value.equals("java");
          default -> false;
        };
    if (!good) {
      findings.report(
          "DRL-004",
          attribute.getStartCharacter(),
          "The attribute " + attribute.getName() + " " + value + " is not allowed.",
          "salience with a number, no-loop, dialect \"mvel\"");
    }
  }

  private static int salience(RuleDescr rule) {
    AttributeDescr attribute = rule.getAttributes().get("salience");
    return attribute == null ? 0 : Integer.parseInt(attribute.getValue());
  }

  private static boolean flag(RuleDescr rule, String name) {
    AttributeDescr attribute = rule.getAttributes().get(name);
    return attribute != null && attribute.getValue().equals("true");
  }
}
