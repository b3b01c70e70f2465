package io.aleff.sandbox.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** Tunnels: the proxy sees where they go and how much goes through, not what. */
final class TunnelHandler extends ConnectHandler {

  private static final String SESSION = "aleff.session";
  private static final int HTTPS = 443;

  TunnelHandler(Handler next) {
    super(next);
  }

  @Override
  protected void handleConnect(
      Request request, Response response, Callback callback, String serverAddress) {
    HostPort asked;
    try {
      asked = new HostPort(serverAddress);
    } catch (IllegalArgumentException e) {
      EgressProxy.refuse(response, callback, serverAddress + " is not a host and port.");
      return;
    }
    EgressSession session = EgressProxy.session(request);
    switch (session.decide("CONNECT", "https", asked.getHost(), asked.getPort(HTTPS), "")) {
      case EgressRules.Verdict.Allowed allowed ->
          super.handleConnect(request, response, callback, serverAddress);
      case EgressRules.Verdict.Refused(String reason) ->
          EgressProxy.refuse(response, callback, reason);
    }
  }

  @Override
  protected void connectToServer(
      Request request, String host, int port, Promise<SocketChannel> promise) {
    SocketChannel channel = null;
    try {
      InetSocketAddress address = EgressProxy.session(request).address(host, port);
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.connect(address);
      promise.succeeded(channel);
    } catch (IOException e) {
      closeQuietly(channel, e);
      promise.failed(e);
    }
  }

  private static void closeQuietly(@Nullable SocketChannel channel, IOException failure) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  @Override
  protected void onConnectFailure(
      Request request, Response response, Callback callback, Throwable failure) {
    EgressProxy.refuse(response, callback, String.valueOf(failure.getMessage()));
  }

  @Override
  protected void prepareContext(Request request, ConcurrentMap<String, Object> context) {
    context.put(SESSION, EgressProxy.session(request));
  }

  @Override
  protected int read(EndPoint endPoint, ByteBuffer buffer, ConcurrentMap<String, Object> context)
      throws IOException {
    int count = super.read(endPoint, buffer, context);
    if (count > 0
        && context.get(SESSION) instanceof EgressSession session
        && !session.spend(count)) {
      throw new IOException(session.overLimit());
    }
    return count;
  }
}
