package io.aleff.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aleff.connector.net.PublicAddresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressProxyTest {

  @TempDir Path folder;
  private final Queue<EgressLog.Entry> log = new ConcurrentLinkedQueue<>();
  private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private final Queue<String> paths = new ConcurrentLinkedQueue<>();
  private final Queue<String> upgrades = new ConcurrentLinkedQueue<>();
  private HttpServer host;
  private EgressProxy proxy;
  private int sockets;

  /** The one address that counts as public is the host's; {@code inside.test} is not. */
  private static final NameResolver NAMES =
      new NameResolver() {
        @Override
        public List<InetAddress> resolve(String name) throws UnknownHostException {
          return switch (name) {
            case "api.test", "other.test" -> List.of(literal(127, 0, 0, 1));
            case "inside.test" -> List.of(literal(127, 0, 0, 2));
            case "mixed.test" -> List.of(literal(127, 0, 0, 1), literal(10, 0, 0, 1));
            case "metadata.test" -> List.of(literal(169, 254, 169, 254));
            default -> throw new UnknownHostException(name);
          };
        }

        @Override
        public boolean isPublic(InetAddress address) {
          return address.getHostAddress().equals("127.0.0.1") || PublicAddresses.isPublic(address);
        }
      };

  @BeforeEach
  void start() throws IOException {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          paths.add(exchange.getRequestURI().getPath());
          upgrades.add(String.valueOf(exchange.getRequestHeaders().getFirst("Upgrade")));
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer =
              switch (exchange.getRequestURI().getPath()) {
                case "/big" -> new byte[200_000];
                case "/away" -> {
                  exchange.getResponseHeaders().add("Location", "http://evil.test/");
                  yield new byte[0];
                }
                default -> ("hello " + body.length).getBytes(StandardCharsets.UTF_8);
              };
          int status = exchange.getRequestURI().getPath().equals("/away") ? 302 : 200;
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    host.start();
    proxy = new EgressProxy(NAMES, Clock.systemUTC(), new SslContextFactory.Client());
  }

  @AfterEach
  void stop() {
    proxy.close();
    host.stop(0);
  }

  @Test
  void aListedHostIsReachedAndLogged() throws Exception {
    assertThat(get(rules("api.test:" + port()), "http://api.test:%d/x?key=1".formatted(port())))
        .startsWith("HTTP/1.1 200")
        .endsWith("hello 0");
    assertThat(log)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.host()).isEqualTo("api.test");
              assertThat(entry.path()).isEqualTo("/x");
              assertThat(entry.refused()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.test/",
        "http://api.test.evil.test/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%25lo]/",
        "http://0/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://0X7F.0.0.0x1/",
        "http://127.0.0.1./",
        "http://169.254.169.254/latest/meta-data/",
        "http://%31%32%37.0.0.1/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://\u2460\u2461\u2466.0.0.1/",
        "http://api.test@evil.test/",
        "http://evil.test#@api.test/",
        "http://evil.test\\@api.test/",
        "http://api.test%00.evil.test/",
        "http://api.test%2eevil.test/",
        "ftp://api.test/",
        "file:///etc/passwd",
        "http://localhost/",
        "http://api.test:22/",
        "https://api.test/",
        "/no/host"
      })
  void whatIsNotListedIsRefused(String address) throws Exception {
    assertThat(get(rules("api.test"), address)).containsAnyOf("HTTP/1.1 403", "HTTP/1.1 400");
    assertThat(authorizations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inside.test", "mixed.test", "metadata.test"})
  void aListedNameWithAPrivateAddressIsRefused(String name) throws Exception {
    assertThat(get(rules(name), "http://%s/".formatted(name)))
        .startsWith("HTTP/1.1 403")
        .contains("not a public address");
    assertThat(log).extracting(EgressLog.Entry::refused).noneMatch(String::isEmpty);
    assertThat(
            ask(
                rules(name),
                "CONNECT %s:443 HTTP/1.1\r\nHost: %s:443\r\n\r\n".formatted(name, name)))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void aTunnelGoesToListedHostsOnly() throws Exception {
    EgressRules rules = rules("api.test:" + port());
    String inner = "GET /inner HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(ask(rules, connect("api.test:" + port()) + inner))
        .startsWith("HTTP/1.1 200")
        .contains("hello 0");
    assertThat(ask(rules, connect("evil.test:443") + inner)).startsWith("HTTP/1.1 403");
    assertThat(ask(rules, connect("127.0.0.1:" + port()) + inner)).startsWith("HTTP/1.1 403");
    assertThat(log).extracting(EgressLog.Entry::method).containsOnly("CONNECT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.test:22",
        "api.test:0",
        "api.test:99999",
        "api.test:-1",
        "[::1]:443",
        "[::ffff:127.0.0.1]:443",
        "2130706433:443",
        "0x7f.1:443",
        "evil.test:443",
        "api.test.evil.test:443",
        "api.test@evil.test:443",
        ":443",
        "169.254.169.254:80"
      })
  void aTunnelToAnythingElseIsRefused(String authority) throws Exception {
    assertThat(ask(rules("api.test"), connect(authority)))
        .containsAnyOf("HTTP/1.1 403", "HTTP/1.1 400");
    assertThat(authorizations).isEmpty();
  }

  /** What the proxy takes for one request the host must not take for two. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n",
        "Content-Length: 4\r\nContent-Length: 60\r\n\r\nabcdGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "Content-Length: +4\r\n\r\nabcdGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "Content-Length : 4\r\n\r\nabcdGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void requestsCannotBeSmuggled(String rest) throws Exception {
    String address = "http://api.test:%d/".formatted(port());
    ask(rules("api.test:" + port()), request("POST", address) + rest);
    assertThat(paths).doesNotContain("/smuggled");
  }

  /** Whoever changes to another protocol could say anything. */
  @Test
  void noOtherProtocolIsSpokenAfterwards() throws Exception {
    String address = "http://api.test:%d/".formatted(port());
    String upgrade =
        "GET %s HTTP/1.1\r\nHost: api.test:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(address, port())
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    try (EgressProxy.Opening opening = proxy.open(rules("api.test:" + port()), socket(), log::add);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(opening.socket()));
      channel.write(ByteBuffer.wrap(upgrade.getBytes(StandardCharsets.UTF_8)));
      ByteBuffer first = ByteBuffer.allocate(512);
      channel.read(first);
      assertThat(new String(first.array(), StandardCharsets.UTF_8)).doesNotContain("101");
    }
    assertThat(upgrades).containsOnly("null");
  }

  /** Half a request on each of very many connections: another execution is served meanwhile. */
  @Test
  void slowConnectionsOfOneExecutionHinderNoOther() throws Exception {
    List<SocketChannel> slow = new ArrayList<>();
    String address = "http://api.test:%d/".formatted(port());
    try (EgressProxy.Opening opening =
        proxy.open(rules("api.test:" + port()), socket(), log::add)) {
      for (int i = 0; i < EgressProxy.CONNECTIONS * 4; i++) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        slow.add(channel);
        channel.configureBlocking(false);
        try {
          channel.connect(UnixDomainSocketAddress.of(opening.socket()));
          channel.write(ByteBuffer.wrap("GET http://api".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException full) {
          break;
        }
      }
      assertThat(get(rules("api.test:" + port()), address)).startsWith("HTTP/1.1 200");
      assertThat(proxy.connections()).isLessThanOrEqualTo(EgressProxy.CONNECTIONS + 2);
    } finally {
      for (SocketChannel channel : slow) {
        channel.close();
      }
    }
  }

  @Test
  void bytesThatAreSentCountToo() throws Exception {
    EgressRules rules = rules("api.test:" + port()).withBytes(10_000);
    String address = "http://api.test:%d/".formatted(port());
    String answer =
        ask(rules, request("POST", address) + "Content-Length: 50000\r\n\r\n" + "x".repeat(50_000));
    assertThat(answer).doesNotContain("hello 50000");
  }

  /** The first answer is public, the next one is not: the second request goes nowhere. */
  @Test
  void aNameThatResolvesAnewIsLookedAtAnew() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    NameResolver rebinding =
        new NameResolver() {
          @Override
          public List<InetAddress> resolve(String name) throws UnknownHostException {
            return List.of(
                asked.incrementAndGet() <= 2 ? literal(127, 0, 0, 1) : literal(127, 0, 0, 2));
          }

          @Override
          public boolean isPublic(InetAddress address) {
            return NAMES.isPublic(address);
          }
        };
    proxy.close();
    proxy = new EgressProxy(rebinding, Clock.systemUTC(), new SslContextFactory.Client());
    EgressRules rules = rules("api.test:" + port());
    String address = "http://api.test:%d/".formatted(port());
    assertThat(get(rules, address)).startsWith("HTTP/1.1 200");
    assertThat(get(rules, address)).startsWith("HTTP/1.1 403").contains("not a public address");
    assertThat(paths).hasSize(1);
  }

  @Test
  void aRedirectIsHandedBackAndItsTargetIsDecidedAnew() throws Exception {
    EgressRules rules = rules("api.test:" + port());
    assertThat(get(rules, "http://api.test:%d/away".formatted(port())))
        .startsWith("HTTP/1.1 302")
        .contains("http://evil.test/");
    assertThat(get(rules, "http://evil.test/")).startsWith("HTTP/1.1 403");
  }

  @Test
  void methodsAndTunnelsAreRefusedWhereTheProxyLooksInside() throws Exception {
    EgressRules.Host entry =
        new EgressRules.Host("api.test:" + port(), Set.of("GET"), Map.of(), false);
    EgressRules rules = new EgressRules(List.of(entry), false, 1_000_000, 10);
    String address = "http://api.test:%d/".formatted(port());
    assertThat(get(rules, address)).startsWith("HTTP/1.1 200");
    assertThat(ask(rules, request("POST", address) + "Content-Length: 2\r\n\r\nhi"))
        .startsWith("HTTP/1.1 403")
        .contains("not among the methods");
    assertThat(ask(rules, connect("api.test:" + port()))).startsWith("HTTP/1.1 403");
  }

  @Test
  void aSecretHeaderReplacesTheProgramsOwn() throws Exception {
    EgressRules.Host entry =
        new EgressRules.Host(
            "api.test:" + port(), Set.of(), Map.of("Authorization", "Bearer s3cret"), false);
    EgressRules rules = new EgressRules(List.of(entry), false, 1_000_000, 10);
    String address = "http://api.test:%d/".formatted(port());
    String answer = ask(rules, request("GET", address) + "Authorization: Bearer forged\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("s3cret");
    assertThat(authorizations).containsExactly("Bearer s3cret");
  }

  @Test
  void theHostHeaderCannotNameAnotherHost() throws Exception {
    String lie =
        "GET http://api.test:%d/ HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n"
            .formatted(port());
    assertThat(ask(rules("api.test:" + port()), lie)).startsWith("HTTP/1.1 400");
  }

  @Test
  void noMoreBytesThanAllowedGoThrough() throws Exception {
    EgressRules rules = rules("api.test:" + port()).withBytes(50_000);
    String big = get(rules, "http://api.test:%d/big".formatted(port()));
    assertThat(big.length()).isLessThan(60_000);
    String inner = "GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(ask(rules, connect("api.test:" + port()) + inner).length()).isLessThan(60_000);
  }

  @Test
  void namesCannotCarryData() throws Exception {
    EgressRules few =
        new EgressRules(List.of(EgressRules.Host.open("*.test")), false, 1_000_000, 2);
    try (EgressProxy.Opening opening = proxy.open(few, socket(), log::add)) {
      String last = "";
      for (String name : List.of("a.test", "b.test", "c.test")) {
        last = talk(opening.socket(), request("GET", "http://" + name + "/") + "\r\n");
      }
      assertThat(last).contains("different names");
    }
  }

  /** What is not remembered does not pass. */
  @Test
  void veryManyRequestsEnd() {
    EgressSession session =
        new EgressSession(rules("api.test"), log::add, NAMES, Clock.systemUTC());
    for (int i = 0; i < 1_000; i++) {
      assertThat(session.decide("GET", "http", "api.test", 80, "/"))
          .isInstanceOf(EgressRules.Verdict.Allowed.class);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(session.decide("GET", "http", "api.test", 80, "/"))
          .isInstanceOf(EgressRules.Verdict.Refused.class);
    }
    assertThat(log).hasSize(1_001);
  }

  @Test
  void executionsDoNotShareTheirRules() throws Exception {
    Path one = socket();
    try (EgressProxy.Opening first = proxy.open(rules("api.test:" + port()), one, log::add);
        EgressProxy.Opening second =
            proxy.open(rules("other.test:" + port()), socket(), log::add)) {
      String address = "http://api.test:%d/".formatted(port());
      assertThat(talk(first.socket(), request("GET", address) + "\r\n")).startsWith("HTTP/1.1 200");
      assertThat(talk(second.socket(), request("GET", address) + "\r\n"))
          .startsWith("HTTP/1.1 403");
    }
    assertThat(one).doesNotExist();
  }

  @Test
  void aListOfHostsIsCheckedBeforehand() {
    assertThat(
            EgressRules.problems(List.of("api.github.com", "*.files.example.org", "x.test:8080")))
        .isEmpty();
    assertThat(EgressRules.problems(List.of("10.0.0.1", "https://x.test", "0x7f.1:80", "a b")))
        .hasSize(4);
  }

  private static InetAddress literal(int... parts) throws UnknownHostException {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    return InetAddress.getByAddress(bytes);
  }

  private static EgressRules rules(String... hosts) {
    return EgressRules.of(List.of(hosts));
  }

  private int port() {
    return host.getAddress().getPort();
  }

  private Path socket() {
    return folder.resolve("s" + ++sockets);
  }

  private static String request(String method, String address) {
    String authority = address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
        .formatted(method, address, authority);
  }

  private static String connect(String authority) {
    return "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(authority, authority);
  }

  private String get(EgressRules rules, String address) throws IOException {
    return ask(rules, request("GET", address) + "\r\n");
  }

  private String ask(EgressRules rules, String text) throws IOException {
    try (EgressProxy.Opening opening = proxy.open(rules, socket(), log::add)) {
      return talk(opening.socket(), text);
    }
  }

  /** Sends a request in two parts, as a tunnel needs it, and reads until the proxy hangs up. */
  private static String talk(Path socket, String text) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      int head = text.startsWith("CONNECT") ? text.indexOf("\r\n\r\n") + 4 : text.length();
      channel.write(ByteBuffer.wrap(text.substring(0, head).getBytes(StandardCharsets.UTF_8)));
      var in = Channels.newInputStream(channel);
      byte[] buffer = new byte[8192];
      boolean tunnel = head < text.length();
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.write(buffer, 0, n);
          if (tunnel) {
            tunnel = false;
            channel.write(ByteBuffer.wrap(text.substring(head).getBytes(StandardCharsets.UTF_8)));
          }
          boolean refusedTunnel =
              text.startsWith("CONNECT") && answer.toString(StandardCharsets.UTF_8).contains("403");
          if (refusedTunnel) {
            break;
          }
        }
      } catch (IOException cut) {
        // The proxy hung up in the middle, as it does at a limit.
      }
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
