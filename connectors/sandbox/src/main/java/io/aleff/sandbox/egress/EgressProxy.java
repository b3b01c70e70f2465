package io.aleff.sandbox.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A forward proxy for HTTP and tunnels ({@code CONNECT}), with a unix socket for each execution.
 * Whoever can open the socket is that execution; what it may reach is decided for each request.
 *
 * <p>It starts with the first socket. Failures to start are {@link IOException}.
 */
public final class EgressProxy implements AutoCloseable {

  private static final int THREADS = 128;

  /** Of one execution at once: what it opens beyond waits, and nobody else runs out of anything. */
  static final int CONNECTIONS = 32;

  private final NameResolver resolver;
  private final Clock clock;
  private final Server server = new Server(threads());

  public EgressProxy() {
    this(NameResolver.SYSTEM, Clock.systemUTC(), new SslContextFactory.Client());
  }

  EgressProxy(NameResolver resolver, Clock clock, SslContextFactory.Client tls) {
    this.resolver = resolver;
    this.clock = clock;
    server.setHandler(new TunnelHandler(new ForwardHandler(tls)));
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("aleff-egress");
    threads.setDaemon(true);
    return threads;
  }

  /**
   * Opens the way out of one execution.
   *
   * @param socket does not exist yet; its folder decides who can reach it
   */
  public Opening open(EgressRules rules, Path socket, EgressLog log) throws IOException {
    EgressSession session = new EgressSession(rules, log, resolver, clock);
    SessionConnector connector = new SessionConnector(server, session);
    connector.setUnixDomainPath(socket);
    try {
      start();
      server.addConnector(connector);
      connector.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      return new Opening(this, connector);
    } catch (IOException e) {
      remove(connector);
      throw e;
    } catch (Exception e) {
      remove(connector);
      throw new IOException("The egress proxy could not open " + socket + ".", e);
    }
  }

  private synchronized void start() throws Exception {
    if (!server.isStarted()) {
      server.start();
    }
  }

  private void remove(SessionConnector connector) {
    try {
      connector.stop();
    } catch (Exception e) {
      throw new IllegalStateException("A socket of the egress proxy could not be closed.", e);
    } finally {
      server.removeConnector(connector);
    }
  }

  /** How many connections of programs are open. */
  int connections() {
    return Stream.of(server.getConnectors())
        .mapToInt(each -> each.getConnectedEndPoints().size())
        .sum();
  }

  /** Ends every connection. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException("The egress proxy could not be stopped.", e));
    }
  }

  /** The way out of one execution, until it is closed. */
  public static final class Opening implements AutoCloseable {

    private final EgressProxy proxy;
    private final SessionConnector connector;

    private Opening(EgressProxy proxy, SessionConnector connector) {
      this.proxy = proxy;
      this.connector = connector;
    }

    public Path socket() {
      return connector.getUnixDomainPath();
    }

    @Override
    public void close() {
      proxy.remove(connector);
    }
  }

  /** The socket of one execution. */
  private static final class SessionConnector extends UnixDomainServerConnector {

    private final EgressSession session;

    SessionConnector(Server server, EgressSession session) {
      super(server, 1, 1, http());
      this.session = session;
      addBean(new NetworkConnectionLimit(CONNECTIONS, this));
    }

    private static ConnectionFactory http() {
      HttpConfiguration configuration = new HttpConfiguration();
      configuration.setSendServerVersion(false);
      configuration.setSendDateHeader(false);
      return new HttpConnectionFactory(configuration);
    }
  }

  static EgressSession session(Request request) {
    if (request.getConnectionMetaData().getConnector() instanceof SessionConnector connector) {
      return connector.session;
    }
    throw new IllegalStateException("A request came from nowhere.");
  }

  /** Tells the program why, in plain text, and hangs up: what follows was meant for another. */
  static void refuse(Response response, Callback callback, String reason) {
    response.setStatus(HttpStatus.FORBIDDEN_403);
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    Content.Sink.write(response, true, "aleff egress: " + reason + "\n", callback);
  }
}
