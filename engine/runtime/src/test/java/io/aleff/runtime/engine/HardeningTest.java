package io.aleff.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.fixture.JdbcTransactions;
import io.aleff.runtime.fixture.TestDatabase;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that never saw lint, given to the engine directly. */
class HardeningTest {

  private static ProcessEngineHost engine;

  @BeforeAll
  static void build() {
    DataSource database = TestDatabase.create();
    JdbcTransactions transactions = new JdbcTransactions(database);
    engine =
        new ProcessEngineHost(
            RuntimeConfig.defaults("node"),
            transactions,
            (name, scope, arguments) -> name,
            database,
            transactions.joined());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static void deploy(String element) {
    String xml =
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
            + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='x'>"
            + "<process id='p' isExecutable='true' camunda:historyTimeToLive='P1D'>"
            + "<startEvent id='a'/><sequenceFlow id='f' sourceRef='a' targetRef='b'/>"
            + element
            + "</process></definitions>";
    engine.deploy(engine.repository().createDeployment().addString("p.bpmn", xml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<serviceTask id='b' camunda:expression=\"${''.getClass().forName('java.lang.Runtime')}\"/>",
        "<serviceTask id='b' camunda:expression='${execution.getClass()}'/>",
        "<serviceTask id='b' camunda:expression='#{runtimeService.createDeployment()}'/>",
        "<serviceTask id='b' camunda:class='java.lang.Object'/>",
        "<serviceTask id='b' camunda:delegateExpression='${x}'/>",
        "<serviceTask id='b' camunda:type='shell'/>",
        "<serviceTask id='b' camunda:type='mail'/>",
        "<scriptTask id='b' scriptFormat='javascript'><script>1</script></scriptTask>",
        "<task id='b'><extensionElements><camunda:executionListener event='start' class='X'/>"
            + "</extensionElements></task>",
        "<task id='b'><extensionElements><camunda:inputOutput><camunda:inputParameter name='x'>"
            + "<camunda:script scriptFormat='groovy'>1</camunda:script></camunda:inputParameter>"
            + "</camunda:inputOutput></extensionElements></task>",
        "<userTask id='b' camunda:formKey='embedded:app:x'/>",
        "<userTask id='b' camunda:assignee='${user.name}'/>",
      })
  void codeIsNotEvenDeployed(String element) {
    assertThatThrownBy(() -> deploy(element)).isInstanceOf(Exception.class);
    assertThat(engine.repository().createProcessDefinitionQuery().count()).isZero();
  }

  @Test
  void objectsAreNotStored() {
    deployAndDelete(
        () ->
            assertThatThrownBy(
                    () ->
                        engine
                            .runtime()
                            .startProcessInstanceByKey(
                                "p", Map.of("x", new java.util.ArrayList<>())))
                .isInstanceOf(Exception.class));
  }

  @Test
  void expressionsSeeVariablesAndFunctionsOnly() {
    deployAndDelete(
        () -> {
          var instance = engine.runtime().startProcessInstanceByKey("p", Map.of("x", "y"));
          assertThat(engine.runtime().getVariable(instance.getId(), "out")).isEqualTo("decide");
          engine.runtime().deleteProcessInstance(instance.getId(), "done");
        });
  }

  private static void deployAndDelete(Runnable work) {
    deploy(
        "<serviceTask id='b' camunda:expression='${aleff.decide()}' camunda:resultVariable='out'/>"
            + "<sequenceFlow id='g' sourceRef='b' targetRef='c'/><userTask id='c'/>");
    try {
      work.run();
    } finally {
      engine
          .repository()
          .createDeploymentQuery()
          .list()
          .forEach(one -> engine.repository().deleteDeployment(one.getId(), true));
    }
  }
}
