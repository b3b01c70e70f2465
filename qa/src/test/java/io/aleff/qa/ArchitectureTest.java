package io.aleff.qa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of docs/architecture.md. */
class ArchitectureTest {

  private static final String DEFINITION = "io.aleff.definition..";
  private static final String HTN = "io.aleff.htn..";
  private static final String REGO = "io.aleff.rego..";
  private static final String GUARDRAIL = "io.aleff.guardrail..";
  private static final String SDK = "io.aleff.connector";
  private static final String STANDARD = "io.aleff.connector.standard..";
  private static final String SANDBOX = "io.aleff.sandbox..";
  private static final String RUNTIME = "io.aleff.runtime..";
  private static final String SERVER = "io.aleff.server..";
  private static final String CLI = "io.aleff.cli..";

  private static final ArchRule definitionKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage(DEFINITION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTN, REGO, GUARDRAIL, SDK, STANDARD, SANDBOX, RUNTIME, SERVER, CLI)
          .because("a definition's form must not depend on any language's semantics");

  private static final ArchRule plannerAndPolicyNeverMeet =
      noClasses()
          .that()
          .resideInAPackage(HTN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REGO, GUARDRAIL, SDK, STANDARD, SANDBOX, RUNTIME, SERVER, CLI)
          .because("how a goal is reached and what is allowed are decided by different people");

  private static final ArchRule policyAndPlannerNeverMeet =
      noClasses()
          .that()
          .resideInAPackage(REGO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTN, GUARDRAIL, SDK, STANDARD, SANDBOX, RUNTIME, SERVER, CLI)
          .because("the Rego engine is a library that anyone can embed");

  private static final ArchRule coresDoNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(HTN, REGO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..")
          .because("planner and policies must be deterministic for equal input");

  private static final ArchRule guardrailUsesRegoOnly =
      noClasses()
          .that()
          .resideInAPackage(GUARDRAIL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTN, SDK, STANDARD, SANDBOX, RUNTIME, SERVER, CLI)
          .because("a decision depends on its input document and on nothing else");

  private static final ArchRule connectorsKnowTheSdkOnly =
      noClasses()
          .that()
          .resideInAnyPackage(SDK, STANDARD, SANDBOX)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTN, REGO, GUARDRAIL, RUNTIME, SERVER, CLI)
          .because("a connector runs what it is granted and never decides");

  private static final ArchRule runtimeReachesOutThroughPorts =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STANDARD, SANDBOX, SERVER, CLI)
          .because("the outside world is the server's to wire");

  private static final ArchRule onlyRuntimeTouchesCamunda =
      noClasses()
          .that()
          .resideOutsideOfPackage(RUNTIME)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda..")
          .because("a move to the engine's successor must be a change of one module");

  private static final ArchRule onlyServerKnowsSpring =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..")
          .because("planner, policies, guardrails and runtime are plain libraries");

  private static final ArchRule onlyServerHoldsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "org.springframework.jdbc..")
          .because("tenancy is enforced where the SQL is");

  private static final ArchRule commandLineUsesLintAndHttp =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER, STANDARD)
          .because("what changes state goes through the server's HTTP API");

  private static final ArchRule onlySandboxCommandsUseSandboxes =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .and()
          .resideOutsideOfPackage("io.aleff.cli.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.aleff.sandbox..")
          .because(
              "sandboxes are tools of this machine for the commands named so, and for no other");

  private static final ArchRule namesSayWhatThingsAre =
      classes()
          .that()
          .resideInAPackage("io.aleff..")
          .should()
          .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)")
          .because("the field has nouns for what these would be");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.aleff");

  @TestFactory
  Stream<DynamicTest> arrows() {
    return Stream.of(
            definitionKnowsNobody,
            plannerAndPolicyNeverMeet,
            policyAndPlannerNeverMeet,
            coresDoNoInputOrOutput,
            guardrailUsesRegoOnly,
            connectorsKnowTheSdkOnly,
            runtimeReachesOutThroughPorts,
            onlyRuntimeTouchesCamunda,
            onlyServerKnowsSpring,
            onlyServerHoldsSql,
            commandLineUsesLintAndHttp,
            onlySandboxCommandsUseSandboxes,
            namesSayWhatThingsAre)
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
  }
}
