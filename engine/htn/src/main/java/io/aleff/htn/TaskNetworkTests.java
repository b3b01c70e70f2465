package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the tests that stand beside task networks ({@code kind: TaskNetworkTest}). A test that
 * cannot be read is a failed test.
 */
public final class TaskNetworkTests {

  private static final List<String> KEYS =
      List.of("$schema", "apiVersion", "kind", "network", "description", "tests");

  private TaskNetworkTests() {}

  /** One result for each test, in order; and one for each file that is no test file. */
  public static List<TestResult> run(Domain domain, List<SourceText> testFiles) {
    List<TestResult> results = new ArrayList<>();
    for (SourceText file : testFiles) {
      run(domain, file, results);
    }
    return List.copyOf(results);
  }

  private static void run(Domain domain, SourceText file, List<TestResult> results) {
    Findings findings = new Findings();
    YamlReader.Result yaml = YamlReader.read(file);
    yaml.diagnostics().forEach(findings::add);
    Fields fields = Fields.of(yaml.root(), "a test file", KEYS, findings);
    if (fields != null && !"TaskNetworkTest".equals(fields.text("kind"))) {
      findings.add(
          Diagnostic.error("HTN-024", fields.location(), "This is no test file.")
              .expecting("kind: TaskNetworkTest"));
    }
    if (fields == null || findings.broken()) {
      results.add(broken(file.path(), file.start(), findings));
      return;
    }
    int number = 0;
    for (YamlNode node : fields.list("tests")) {
      results.add(one(domain, node, ++number, new Sources(List.of(file))));
    }
  }

  private static TestResult one(Domain domain, YamlNode node, int number, Sources sources) {
    Findings findings = new Findings();
    TestCase test = new TestCaseReader(domain, sources, findings).read(node, "test " + number);
    if (test == null || findings.broken()) {
      return broken(test == null ? "test " + number : test.name(), node.location(), findings);
    }
    List<String> differences = new TestRun(domain, test).differences();
    return new TestResult(
        test.name(), node.location(), differences.isEmpty(), String.join("\n", differences));
  }

  private static TestResult broken(String name, SourceLocation place, Findings findings) {
    String message =
        findings.inOrder().stream().map(d -> d.print(null)).collect(Collectors.joining("\n"));
    return new TestResult(name, place, false, message);
  }
}
