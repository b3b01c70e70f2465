package io.aleff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.node.BooleanNode;

class AleffTest {

  @TempDir Path home;
  private final ScriptedService service = ScriptedService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void listsItsCommandsAndExitCodes() {
    Cli.Outcome help = new Cli(home).run("--help");
    assertThat(help.exit()).isZero();
    Golden.check("help", help.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "simulate",
        "runs",
        "show",
        "cancel",
        "retry",
        "rollback",
        "inbox",
        "approve",
        "reject",
        "lint",
        "test-definitions",
        "policy",
        "release",
        "activate",
        "releases",
        "rego",
        "audit",
        "dead-letters",
        "token",
        "doctor"
      })
  void explainsEachCommand(String command) {
    Cli.Outcome help = new Cli(home).run(command, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Usage: aleff " + command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "show",
        "reject a1",
        "run",
        "activate",
        "audit",
        "retry r1 --from middle",
        "runs --limit x"
      })
  void refusesAWrongCommandLine(String line) {
    Cli.Outcome outcome =
        new Cli(home).server(service.url()).run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(outcome.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(service.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "inbox", "releases", "audit verify", "show r1", "token"})
  void saysHowToStartTheService(String line) {
    service.close();
    Cli.Outcome outcome = new Cli(home).server(service.url()).run(line.split(" "));
    assertThat(outcome.exit()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("No service answers at " + service.url())
        .contains("./aleff up");
  }

  @Test
  void checksTheMachineWhenTheServiceIsDown() {
    service.close();
    Cli.Outcome outcome = new Cli(home).server(service.url()).run("doctor");
    assertThat(outcome.exit()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(outcome.out())
        .contains("✓ JDK: Java ", "bubblewrap: ", "setpriv: ", "python3: ", "node: ", "disk: ")
        .contains("✓ ALEFF_HOME: " + home + " is writable", "✓ port: 127.0.0.1:");
    assertThat(outcome.err()).contains("No service answers at " + service.url(), "./aleff up");
  }

  @Test
  void saysHowToGetWhatTheMachineLacks() {
    service.close();
    Cli cli = new Cli(home).server(service.url()).with("PATH", home.toString());
    assertThat(cli.run("doctor").out())
        .contains("✗ bubblewrap: not found", "    apt-get install bubblewrap");
    assertThat(Json.MAPPER.readTree(cli.run("doctor", "--json").out()).path(1).path("ok"))
        .isEqualTo(BooleanNode.FALSE);
  }

  @Test
  void speaksPortuguese() {
    Cli.Outcome help = new Cli(home).run("show", "--help", "--lang", "pt-BR");
    assertThat(help.out()).contains("Uso: aleff show", "Id da execução.", "Códigos de saída");
    assertThat(new Cli(home).with("LANG", "pt_BR.UTF-8").run("--help").out())
        .contains("Comandos:", "Lista execuções", "Exemplos:");
  }

  @Test
  void translatesEveryDescriptionOfACommand() {
    CommandLine line = Aleff.commandLine(new Cli(home).with("LANG", "pt_BR.UTF-8").context());
    CommandLine english = Aleff.commandLine(new Cli(home).context());
    assertTranslated(line, english);
  }

  private static void assertTranslated(CommandLine line, CommandLine english) {
    String name = line.getCommandSpec().qualifiedName();
    assertThat(line.getHelp().description()).as(name).isNotEqualTo(english.getHelp().description());
    line.getSubcommands()
        .forEach(
            (key, sub) ->
                assertTranslated(sub, Objects.requireNonNull(english.getSubcommands().get(key))));
  }

  @ParameterizedTest
  @CsvSource({"401,4", "403,4", "404,1", "409,4", "422,1", "500,1", "503,5"})
  void turnsRefusalsIntoExitCodes(int status, int exit) {
    service.on("GET /runs/r1", status, "{\"code\":\"some-code\",\"detail\":\"Because.\"}");
    Cli.Outcome outcome = new Cli(home).server(service.url()).run("show", "r1");
    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.err()).contains("Because. (some-code)").doesNotContain("Exception");
  }

  @Test
  void noticesThatSomethingElseListens() {
    service.on("GET /runs/r1", "<html>hello</html>");
    Cli.Outcome outcome = new Cli(home).server(service.url()).run("show", "r1");
    assertThat(outcome.exit()).isEqualTo(ExitCode.FAILURE);
    assertThat(outcome.err()).contains("not JSON");
  }

  @Test
  void usesTheTokenOfTheChosenUser() {
    service.on("GET /runs?limit=20", "{\"items\":[]}");
    Cli cli = new Cli(home).server(service.url());
    cli.run("runs");
    cli.run("runs", "--as", "demo-approver");
    cli.run("runs", "--token", "mine");
    cli.with("ALEFF_TOKEN", "from-environment").run("runs");
    assertThat(service.requests())
        .extracting(ScriptedService.Request::token)
        .containsExactly(
            "Bearer token-of-admin",
            "Bearer token-of-demo-approver",
            "Bearer mine",
            "Bearer from-environment");
  }

  @Test
  void givesNoLocalTokenToAStranger() {
    try (ScriptedService stranger = ScriptedService.start()) {
      stranger.on("GET /runs?limit=20", "{\"items\":[]}");
      new Cli(home).server(service.url()).run("runs", "--server", stranger.url());
      assertThat(stranger.requests())
          .singleElement()
          .extracting(ScriptedService.Request::token)
          .isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../admin", "a/b", "", "."})
  void refusesAUserNameThatIsAPath(String user) {
    Cli.Outcome outcome = new Cli(home).server(service.url()).run("runs", "--as", user);
    assertThat(outcome.exit()).isIn(ExitCode.USAGE, ExitCode.REFUSED);
    assertThat(service.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x", "127.0.0.1:1", "http://", "not an address"})
  void refusesAWrongAddress(String address) {
    assertThat(new Cli(home).run("runs", "--server", address).exit()).isEqualTo(ExitCode.USAGE);
  }
}
