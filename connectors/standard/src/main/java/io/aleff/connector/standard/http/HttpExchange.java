package io.aleff.connector.standard.http;

import io.aleff.connector.net.EgressRule;
import io.aleff.connector.net.PublicAddresses;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One fetch with its redirects. It connects to the very address that was checked, so that a name
 * that resolves anew in between (DNS rebinding) gains nothing; the JDK's client cannot do that.
 */
final class HttpExchange {

  private static final int MOST_REDIRECTS = 5;

  private final EgressRule egress;
  private final boolean privateAddresses;
  private final long bodyLimit;
  private final long deadline;
  private volatile boolean aborted;
  private volatile Socket current = new Socket();

  HttpExchange(EgressRule egress, boolean privateAddresses, long bodyLimit, Duration timeout) {
    this.egress = egress;
    this.privateAddresses = privateAddresses;
    this.bodyLimit = bodyLimit;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** The fetch is not allowed. */
  static final class RefusedException extends Exception {
    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * @param address where the document was in the end
   */
  record Answer(URI address, HttpResponse response) {}

  Answer run(HttpRequest first) throws IOException, RefusedException {
    HttpRequest request = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse response = send(request);
      String location = response.header("Location");
      if (!isRedirect(response.status()) || location == null) {
        return new Answer(request.address(), response);
      }
      request = request.redirectedTo(target(request.address(), location));
    }
    throw new RefusedException("More than %d redirects.".formatted(MOST_REDIRECTS));
  }

  /** Ends the fetch from another thread. */
  void abort() {
    aborted = true;
    closeQuietly(current);
  }

  private HttpResponse send(HttpRequest request) throws IOException, RefusedException {
    Optional<String> problem = egress.problem(request.address());
    if (problem.isPresent()) {
      throw new RefusedException(problem.get());
    }
    InetAddress address = resolve(request.address().getHost());
    try (Socket socket = connect(address, request.address())) {
      socket.getOutputStream().write(request.head().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return HttpResponse.read(
          new BufferedInputStream(socket.getInputStream()),
          !request.method().equals("HEAD"),
          bodyLimit);
    }
  }

  private InetAddress resolve(String host) throws IOException, RefusedException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    if (!privateAddresses) {
      for (InetAddress each : addresses) {
        if (!PublicAddresses.isPublic(each)) {
          throw new RefusedException(
              "%s resolves to %s, which is not a public address."
                  .formatted(host, each.getHostAddress()));
        }
      }
    }
    return addresses[0];
  }

  @SuppressWarnings("AddressSelection") // Exactly one address was checked and is used.
  private Socket connect(InetAddress address, URI uri) throws IOException {
    Socket plain = new Socket();
    track(plain);
    try {
      plain.connect(new InetSocketAddress(address, EgressRule.port(uri)), millisecondsLeft());
      plain.setSoTimeout(millisecondsLeft());
      return "https".equalsIgnoreCase(uri.getScheme()) ? secure(plain, uri) : plain;
    } catch (IOException e) {
      closeQuietly(plain);
      throw e;
    }
  }

  private static Socket secure(Socket plain, URI uri) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, uri.getHost(), EgressRule.port(uri), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void track(Socket socket) throws IOException {
    current = socket;
    if (aborted) {
      closeQuietly(socket);
      throw new IOException("The fetch was ended.");
    }
  }

  private int millisecondsLeft() throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new java.net.SocketTimeoutException("The time limit was reached.");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(URI from, String location) throws RefusedException {
    try {
      URI target = from.resolve(new URI(location));
      if ("https".equalsIgnoreCase(from.getScheme())
          && !"https".equalsIgnoreCase(target.getScheme())) {
        throw new RefusedException("A redirect from https to http is not followed.");
      }
      return target;
    } catch (URISyntaxException e) {
      throw new RefusedException("The redirect to %s is no address.".formatted(location));
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      return;
    }
  }
}
