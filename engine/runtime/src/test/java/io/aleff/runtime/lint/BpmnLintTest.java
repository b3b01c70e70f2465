package io.aleff.runtime.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BpmnLintTest {

  private static final Path MODELS = Path.of("..", "..", "definitions", "bpmn");
  private static final Set<String> FORMS = Set.of("bpmn/approval.form");

  private static SourceText shipped(String name) throws IOException {
    return new SourceText("bpmn/" + name, Files.readString(MODELS.resolve(name)));
  }

  private static List<SourceText> shipped() throws IOException {
    List<SourceText> models = new ArrayList<>();
    for (String name : List.of("agent-run.bpmn", "guarded-action.bpmn", "rollback-run.bpmn")) {
      models.add(shipped(name));
    }
    return models;
  }

  @Test
  void theShippedModelsAreClean() throws IOException {
    assertThat(BpmnLint.check(shipped(), FORMS)).isEmpty();
  }

  /** Each line replaces a part of the shipped guarded-action and names the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${aleff.decide()} | ${''.getClass().forName('java.lang.Runtime')} | BPMN-010
          ${aleff.decide()} | ${execution.getVariable('x')} | BPMN-010
          ${aleff.decide()} | ${aleff.decid()} | BPMN-010
          ${aleff.decide()} | ${aleff.decide(1)} | BPMN-010
          ${aleff.decide()} | a${aleff.decide()} | BPMN-010
          ${decision == 'allow'} | ${decision.length() == 5} | BPMN-010
          ${decision == 'allow'} | ${decision['x'] == 5} | BPMN-010
          ${aleff.approvers()} | ${java:x()} | BPMN-010
          camunda:expression="${aleff.decide()}" | camunda:class="com.evil.Code" | BPMN-007
          camunda:expression="${aleff.decide()}" | camunda:delegateExpression="${bean}" | BPMN-007
          camunda:type="external" | camunda:type="shell" | BPMN-019
          camunda:topic="aleff.action" | camunda:topic="other" | BPMN-014
          camunda:historyTimeToLive="P30D" | x="y" | BPMN-013
          camunda:formRef="approval" | camunda:formRef="aproval" | BPMN-021
          camunda:formRef="approval" | camunda:formKey="embedded:app:evil.html" | BPMN-011
          calledElement="${process}" | calledElement="nothing" | BPMN-015
          calledElement="${process}" | calledElement="${anything}" | BPMN-015
          <bpmn:sequenceFlow id="due" | <bpmn:sequenceFlow id="decided" | BPMN-017
          targetRef="decide" | targetRef="nowhere" | BPMN-022
          bpmnElement="execute" | bpmnElement="nothing" | BPMN-012
          isExecutable="true" | isExecutable="false" | BPMN-020
          <bpmn:serviceTask id="decide" | <bpmn:scriptTask id="decide" | BPMN-001
          camunda:resultVariable="decision" | camunda:resultVariable="run" | BPMN-025
          camunda:resultVariable="decision" | camunda:taskListener="x" | BPMN-018
          """)
  void hostileChangesAreFound(String from, String to, String code) throws IOException {
    SourceText model = shipped("guarded-action.bpmn");
    assertThat(model.text()).contains(from);
    String text =
        model
            .text()
            .replaceFirst(
                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
    List<Diagnostic> found = BpmnLint.check(List.of(new SourceText(model.path(), text)), FORMS);
    assertThat(found).extracting(Diagnostic::code).contains(code);
    Diagnostic finding =
        found.stream().filter(d -> d.code().equals(code)).findFirst().orElseThrow();
    int line = (int) text.substring(0, text.indexOf(to)).chars().filter(c -> c == '\n').count() + 1;
    if (code.equals("BPMN-017")) {
      int second = text.lastIndexOf(to);
      assertThat(finding.location().line()).isEqualTo(text.substring(0, second).lines().count());
    } else if (!Set.of("BPMN-012", "BPMN-013", "BPMN-001").contains(code)) {
      assertThat(finding.location().line()).isEqualTo(line);
    }
    assertThat(finding.expected()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <bpmn:scriptTask id="s" scriptFormat="groovy"><bpmn:script>x</bpmn:script></bpmn:scriptTask> | BPMN-006
          <bpmn:task id="s"><bpmn:extensionElements><camunda:executionListener event="start" expression="${aleff.decide()}"/></bpmn:extensionElements></bpmn:task> | BPMN-008
          <bpmn:userTask id="s"><bpmn:extensionElements><camunda:taskListener event="create" class="X"/></bpmn:extensionElements></bpmn:userTask> | BPMN-008
          <bpmn:task id="s"><bpmn:extensionElements><camunda:connector/></bpmn:extensionElements></bpmn:task> | BPMN-009
          <bpmn:task id="s"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="x"><camunda:script scriptFormat="javascript">1</camunda:script></camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:task> | BPMN-006
          <bpmn:task id="s"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="x">${x.y}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:task> | BPMN-010
          <bpmn:businessRuleTask id="s" camunda:decisionRef="d"/> | BPMN-005
          <bpmn:sendTask id="s"/> | BPMN-005
          <bpmn:serviceTask id="s"/> | BPMN-019
          <other:thing xmlns:other="urn:x" id="s"/> | BPMN-005
          """)
  void hostileElementsAreFound(String element, String code) throws IOException {
    SourceText model = shipped("guarded-action.bpmn");
    String text = model.text().replace("</bpmn:process>", element + "</bpmn:process>");
    assertThat(BpmnLint.check(List.of(new SourceText(model.path(), text)), FORMS))
        .extracting(Diagnostic::code)
        .contains(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <bpmn:serviceTask id="s" camunda:type="external" camunda:topic="aleff.action"/> | BPMN-026
          <bpmn:callActivity id="s" calledElement="guarded-action"/> | BPMN-026
          """)
  void onlyPlansReachTheGuard(String element, String code) throws IOException {
    SourceText model = shipped("rollback-run.bpmn");
    String text = model.text().replace("</bpmn:process>", element + "</bpmn:process>");
    List<SourceText> models =
        List.of(new SourceText(model.path(), text), shipped("guarded-action.bpmn"));
    assertThat(BpmnLint.check(models, FORMS)).extracting(Diagnostic::code).contains(code);
  }

  @Test
  void documentTypesAndEntitiesAreRefusedUnread() {
    String text =
        "<?xml version=\"1.0\"?>\n"
            + "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
    List<Diagnostic> found = BpmnLint.check(List.of(new SourceText("bpmn/x.bpmn", text)), FORMS);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().code()).isEqualTo("BPMN-002");
    assertThat(found.getFirst().location().line()).isEqualTo(2);
  }

  @Test
  void whatIsNoModelIsSaidSo() {
    assertThat(BpmnLint.check(List.of(new SourceText("bpmn/x.bpmn", "")), FORMS))
        .extracting(Diagnostic::code)
        .containsExactly("BPMN-001");
    assertThat(BpmnLint.check(List.of(new SourceText("bpmn/x.bpmn", "<a/>")), FORMS))
        .extracting(Diagnostic::code)
        .containsExactly("BPMN-004");
    String deep = "<a>".repeat(200) + "</a>".repeat(200);
    assertThat(BpmnLint.check(List.of(new SourceText("bpmn/x.bpmn", deep)), FORMS))
        .extracting(Diagnostic::code, d -> d.message())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "BPMN-003", "Elements are nested more than 60 deep"));
  }
}
