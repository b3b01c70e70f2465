package io.aleff.sandbox.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Requests in plain HTTP: the proxy sees each of them, and redirects come back as new ones. */
final class ForwardHandler extends ProxyHandler.Forward {

  private static final String ENTRY = "aleff.entry";
  private static final int HTTP = 80;

  private final SslContextFactory.Client tls;

  /**
   * @param tls whom to trust as a host that is asked for over TLS
   */
  ForwardHandler(SslContextFactory.Client tls) {
    this.tls = tls;
  }

  @Override
  protected HttpClient newHttpClient() {
    HttpClient client = super.newHttpClient();
    client.setSslContextFactory(tls);
    client.setSocketAddressResolver(new Addresses());
    client.setDestinationIdleTimeout(30_000);
    return client;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    EgressSession session = EgressProxy.session(request);
    HttpURI uri = request.getHttpURI();
    String host = uri.getHost();
    if (host == null || !HttpScheme.HTTP.is(uri.getScheme())) {
      EgressProxy.refuse(response, callback, "Expected CONNECT, or a request for http://….");
      return true;
    }
    int port = uri.getPort() > 0 ? uri.getPort() : HTTP;
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    return switch (session.decide(request.getMethod(), "http", host, port, path)) {
      case EgressRules.Verdict.Allowed(EgressRules.Host entry) -> {
        request.setAttribute(ENTRY, entry);
        yield super.handle(
            new Counted(request, session), new CountedAnswer(request, response, session), callback);
      }
      case EgressRules.Verdict.Refused(String reason) -> {
        EgressProxy.refuse(response, callback, reason);
        yield true;
      }
    };
  }

  private static EgressRules.Host entry(Request request) {
    return (EgressRules.Host) Objects.requireNonNull(request.getAttribute(ENTRY), ENTRY);
  }

  @Override
  protected HttpURI rewriteHttpURI(Request request) {
    HttpURI asked = super.rewriteHttpURI(request);
    return entry(request).tls()
        ? HttpURI.build(asked)
            .scheme(HttpScheme.HTTPS)
            .port(asked.getPort() == HTTP ? -1 : asked.getPort())
        : asked;
  }

  /** Connections are not shared between executions. */
  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(
      Request request, HttpURI address) {
    return super.newProxyToServerRequest(request, address).tag(EgressProxy.session(request));
  }

  @Override
  protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request onward) {
    super.copyRequestHeaders(request, onward);
    onward.headers(headers -> entry(request).headers().forEach(headers::put));
  }

  /** The host is told nothing about who asks. */
  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request onward) {}

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request onward,
      org.eclipse.jetty.client.Response answer,
      Response response,
      Callback callback,
      Throwable failure) {
    if (response.isCommitted()) {
      callback.failed(failure);
    } else {
      response.getHeaders().clear();
      EgressProxy.refuse(response, callback, String.valueOf(failure.getMessage()));
    }
  }

  /** Finds addresses by the rules of the execution that asks. */
  private static final class Addresses implements SocketAddressResolver {
    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> promise) {
      Object to = context.get(Destination.CONTEXT_KEY);
      if (!(to instanceof Destination destination)
          || !(destination.getOrigin().getTag() instanceof EgressSession session)) {
        promise.failed(new UnknownHostException("Nobody asked for " + host + "."));
        return;
      }
      try {
        promise.succeeded(List.of(session.address(host, port)));
      } catch (UnknownHostException e) {
        promise.failed(e);
      }
    }
  }

  /** What the program sends. */
  private static final class Counted extends Request.Wrapper {

    private final EgressSession session;

    Counted(Request request, EgressSession session) {
      super(request);
      this.session = session;
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk != null && !session.spend(chunk.remaining())) {
        chunk.release();
        return Content.Chunk.from(new IOException(session.overLimit()));
      }
      return chunk;
    }
  }

  /** What the program gets. */
  private static final class CountedAnswer extends Response.Wrapper {

    private final EgressSession session;

    CountedAnswer(Request request, Response response, EgressSession session) {
      super(request, response);
      this.session = session;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (content != null && !session.spend(content.remaining())) {
        callback.failed(new IOException(session.overLimit()));
      } else {
        super.write(last, content, callback);
      }
    }
  }
}
