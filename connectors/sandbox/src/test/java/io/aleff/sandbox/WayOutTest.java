package io.aleff.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.aleff.sandbox.egress.EgressProxy;
import io.aleff.sandbox.egress.EgressRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real program in a real sandbox asks a real server of this machine through the proxy. With
 * Docker it is {@link DockerWayOutTest}.
 */
class WayOutTest {

  private static final String FETCH =
      """
      import sys, urllib.request, urllib.error
      for address in sys.argv[1:]:
          try:
              print(urllib.request.urlopen(address, timeout=10).read().decode())
          except urllib.error.HTTPError as e:
              print("refused", e.code)
          except OSError as e:
              print("unreachable")
      """;

  @TempDir Path workspace;
  private HttpServer server;
  private Sandboxes sandboxes;

  @BeforeEach
  void start() throws IOException {
    sandboxes = sandboxes(new EgressProxy());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "from outside".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  /** Skips where no sandbox can be had. */
  Sandboxes sandboxes(EgressProxy proxy) {
    Sandboxes made =
        new Sandboxes(
            List.of(
                new Bubblewrap(
                    new SandboxHost(
                        SandboxConfiguration.standard(),
                        HostTools.system(),
                        UidRule.NEVER_ROOT,
                        Protections.ALL))),
            proxy);
    List<String> problems = made.problems();
    if (!problems.isEmpty()) {
      System.err.println("NOT TESTED: the way out of bubblewrap: " + problems.getFirst());
    }
    assumeTrue(problems.isEmpty());
    return made;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
      sandboxes.close();
    }
  }

  @Test
  void aListedHostIsReachedAndNothingElse() throws Exception {
    String host = "localhost:" + server.getAddress().getPort();
    EgressRules rules = EgressRules.of(List.of(host)).withPrivateAddresses();
    SandboxReport report = run(rules, "http://" + host + "/", "http://example.com/");
    assertThat(report.stdout()).isEqualTo("from outside\nrefused 403\n");
    assertThat(report.sandbox()).contains("network only by a proxy to " + host);
    assertThat(report.egress()).hasSize(2);
    assertThat(report.egress().get(0).refused()).isEmpty();
    assertThat(report.egress().get(1).refused()).contains("not on the list");
    assertThat(report.details().path("egress").path(1).path("host").asString())
        .isEqualTo("example.com");
  }

  @Test
  void aListedNameOfThisMachineIsRefusedWithoutLeave() throws Exception {
    String host = "localhost:" + server.getAddress().getPort();
    assertThat(run(EgressRules.of(List.of(host)), "http://" + host + "/").stdout())
        .isEqualTo("refused 403\n");
  }

  @Test
  void withoutRulesThereIsNoWayOut() throws Exception {
    String host = "localhost:" + server.getAddress().getPort();
    SandboxReport report = run(null, "http://" + host + "/");
    assertThat(report.stdout()).isEqualTo("unreachable\n");
    assertThat(report.sandbox()).contains("no network");
  }

  /** It leaves the shim alone and talks to the socket itself, with everything that it can open. */
  @Test
  void manyConnectionsOfOneProgramHinderNobody() throws Exception {
    String host = "localhost:" + server.getAddress().getPort();
    EgressRules rules = EgressRules.of(List.of(host)).withPrivateAddresses();
    String flood =
        """
        import glob, os, socket
        path = [p for p in glob.glob('/way-out/*') if not p.endswith('.py')] or ['/way-out']
        held = []
        try:
            for i in range(900):
                s = socket.socket(socket.AF_UNIX)
                s.setblocking(False)
                s.connect(path[0])
                s.send(b'GET http://slow')
                held.append(s)
        except OSError:
            pass
        print(os.access('/way-out', os.R_OK), len(held) < 900)
        """;
    SandboxReport report = run(flood, rules);
    assertThat(report.exitCode()).as("%s", report).hasValue(0);
    SandboxReport other = run(rules, "http://" + host + "/");
    assertThat(other.stdout()).isEqualTo("from outside\n");
  }

  @Test
  void theSocketOfTheProxyIsAllThatIsMounted() throws Exception {
    String look =
        """
        import os
        try:
            open('/way-out/x', 'w')
            print('written')
        except OSError as e:
            print('read only')
        print(sorted(os.listdir('/sys/class/net')) if os.path.exists('/sys/class/net') else 'none')
        """;
    SandboxReport report = run(look, EgressRules.of(List.of("example.com")));
    assertThat(report.stdout()).startsWith("read only\n").doesNotContain("eth0");
  }

  @Test
  void theProgramsOwnEndIsReported() throws Exception {
    EgressRules rules = EgressRules.of(List.of("example.com"));
    SandboxReport report = run("import sys; sys.exit(7)", rules);
    assertThat(report.exitCode()).hasValue(7);
  }

  private SandboxReport run(@Nullable EgressRules rules, String... addresses)
      throws InterruptedException {
    return run(FETCH, rules, addresses);
  }

  private SandboxReport run(String code, @Nullable EgressRules rules, String... arguments)
      throws InterruptedException {
    SandboxProgram program =
        new SandboxProgram(
            Sandboxed.profile("python"),
            Map.of("main.py", code.getBytes(StandardCharsets.UTF_8)),
            "main.py",
            List.of(arguments),
            "",
            Map.of());
    return sandboxes.run(
        new SandboxOrder(program, SandboxLimits.DEFAULT, workspace, Duration.ofSeconds(30), rules),
        (stream, text) -> {});
  }
}
