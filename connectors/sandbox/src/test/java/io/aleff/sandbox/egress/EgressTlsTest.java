package io.aleff.sandbox.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program speaks plain HTTP, the proxy TLS to the host, with a header that only it knows. */
class EgressTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private HttpsServer host;
  private EgressProxy proxy;

  /** Every name is this machine's. */
  private static final NameResolver NAMES =
      new NameResolver() {
        @Override
        public List<InetAddress> resolve(String name) {
          return List.of(InetAddress.getLoopbackAddress());
        }

        @Override
        public boolean isPublic(InetAddress address) {
          return true;
        }
      };

  @BeforeEach
  void start() throws Exception {
    Path store = folder.resolve("host.p12");
    certificate(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    host = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.setHttpsConfigurator(new HttpsConfigurator(context));
    host.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] answer = "over TLS".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    host.start();
    SslContextFactory.Client trusting = new SslContextFactory.Client();
    trusting.setTrustStore(keys);
    proxy = new EgressProxy(NAMES, Clock.systemUTC(), trusting);
  }

  @AfterEach
  void stop() {
    proxy.close();
    host.stop(0);
  }

  private static void certificate(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "host",
                "-keyalg",
                "EC",
                "-dname",
                "CN=api.test",
                "-ext",
                "SAN=dns:api.test",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  @Test
  void theHostGetsTheSecretAndTheProgramDoesNot() throws Exception {
    String answer = get("api.test");
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("over TLS").doesNotContain("s3cret");
    assertThat(authorizations).containsExactly("Bearer s3cret");
  }

  /** The certificate is that of another name. */
  @Test
  void aHostThatIsNotTheOneThatWasAskedForGetsNothing() throws Exception {
    assertThat(get("other.test")).startsWith("HTTP/1.1 403");
    assertThat(authorizations).isEmpty();
  }

  @Test
  void aHostThatNobodyKnowsGetsNothing() throws Exception {
    proxy.close();
    proxy = new EgressProxy(NAMES, Clock.systemUTC(), new SslContextFactory.Client());
    assertThat(get("api.test")).startsWith("HTTP/1.1 403");
    assertThat(authorizations).isEmpty();
  }

  private String get(String name) throws IOException {
    String authority = name + ":" + host.getAddress().getPort();
    EgressRules.Host entry =
        new EgressRules.Host(authority, Set.of(), Map.of("Authorization", "Bearer s3cret"), true);
    EgressRules rules = new EgressRules(List.of(entry), false, 1_000_000, 10);
    Path socket = folder.resolve("s");
    String request =
        "GET http://%s/ HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer forged\r\nConnection: close\r\n\r\n"
            .formatted(authority, authority);
    try (EgressProxy.Opening opening = proxy.open(rules, socket, entry1 -> {});
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(opening.socket()));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
