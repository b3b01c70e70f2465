package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A process that runs one program in a sandbox, so that somebody can kill it meanwhile. */
public final class MortalServer {

  private MortalServer() {}

  /** With the class path, the backend and the protections of this process. */
  static Process start(Backend backend, SandboxOrder order) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(MortalServer.class.getName());
    command.addAll(backend.arguments());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    SandboxProgram program = order.program();
    ObjectNode told = Json.MAPPER.createObjectNode();
    told.set("profile", program.profile().toJson());
    told.put("main", program.main());
    told.put(
        "code",
        new String(
            program.files().getOrDefault(program.main(), new byte[0]), StandardCharsets.UTF_8));
    program.environment().forEach(told.putObject("environment")::put);
    told.put("workspace", order.workspace().toString());
    told.put("timeout", order.timeout().toString());
    told.put("mortal", backend.protections().has(Protection.SERVER_DEATH));
    try (OutputStream out = process.getOutputStream()) {
      out.write(Json.MAPPER.writeValueAsBytes(told));
    }
    return process;
  }

  /**
   * {@code bwrap [FOLDER ROOTFS]}, or {@code docker HOST IMAGE [RUNTIME]}; the program is on the
   * standard input.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    JsonNode told = Json.MAPPER.readTree(System.in.readAllBytes());
    Protections protections =
        told.path("mortal").asBoolean()
            ? Protections.ALL
            : Protections.without(Protection.SERVER_DEATH);
    boolean own = arguments[0].equals(Bubblewrap.NAME) && arguments.length > 1;
    HostTools tools = HostTools.system();
    SystemFiles system =
        own
            ? SystemFiles.open(
                new SandboxSettings.Bwrap(Path.of(arguments[1]), arguments[2]), tools)
            : new SystemFiles.OfHost(tools);
    SandboxHost host = new SandboxHost(SandboxConfiguration.standard(), tools, protections, system);
    Backend backend =
        arguments[0].equals(Docker.NAME)
            ? new Docker(
                new SandboxSettings.Docker(
                    arguments[1],
                    arguments.length > 3 ? arguments[3] : null,
                    Path.of(arguments[2])),
                host,
                protections)
            : new Bubblewrap(host);
    Map<String, String> environment = new LinkedHashMap<>();
    told.path("environment")
        .properties()
        .forEach(each -> environment.put(each.getKey(), each.getValue().asString()));
    String main = told.path("main").asString();
    SandboxProgram program =
        new SandboxProgram(
            SandboxProfile.of(told.path("profile")),
            Map.of(main, told.path("code").asString().getBytes(StandardCharsets.UTF_8)),
            main,
            List.of(),
            "",
            environment);
    try (Sandboxes sandboxes = new Sandboxes(List.of(backend))) {
      SandboxReport report =
          sandboxes.run(
              new SandboxOrder(
                  program,
                  SandboxLimits.DEFAULT,
                  Path.of(told.path("workspace").asString()),
                  Duration.parse(told.path("timeout").asString()),
                  null),
              (stream, text) -> {
                System.out.print(text);
                System.out.flush();
              });
      System.out.println(report.message());
    }
  }
}
