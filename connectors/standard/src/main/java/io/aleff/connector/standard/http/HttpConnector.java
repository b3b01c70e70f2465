package io.aleff.connector.standard.http;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorResult;
import io.aleff.connector.OutputSink;
import io.aleff.connector.net.EgressRule;
import io.aleff.connector.standard.Arguments;
import io.aleff.connector.standard.WorkspaceFiles;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches one document ({@code fetch}: {@code url}, {@code method} GET or HEAD, {@code headers},
 * {@code saveAs}). Only hosts on the manifest's egress list, only public addresses, also after a
 * redirect. Settings: {@code maxMb} (default 20), {@code allowPrivateAddresses} (for tests).
 *
 * <p>Failure codes: {@code refused}, {@code tls}, {@code size}, {@code status}, and as transient
 * {@code timeout}, {@code unreachable} and {@code status} 408, 425, 429 and 5xx.
 */
public final class HttpConnector implements Connector {

  private static final String CONFINED = "engine, egress list, public addresses only";

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public ConnectorResult run(ConnectorCall call, OutputSink output) throws InterruptedException {
    Arguments settings =
        new Arguments(call.manifest().settings(), List.of("maxMb", "allowPrivateAddresses"));
    long limit = settings.number("maxMb", 20, 1, 1024) * 1024L * 1024L;
    boolean privateAddresses = settings.flag("allowPrivateAddresses");
    Arguments arguments =
        new Arguments(call.arguments(), List.of("url", "method", "headers", "saveAs"));
    if (!call.operation().equals("fetch")) {
      arguments.problem(
          "The http connector has no operation %s, expected fetch.".formatted(call.operation()));
    }
    HttpRequest request = request(arguments);
    String saveAs = saveAs(arguments, request, call);
    EgressRule egress = new EgressRule(call.manifest().egress());
    if (request != null) {
      egress.problem(request.address()).ifPresent(arguments::problem);
    }
    if (request == null || !arguments.problems().isEmpty() || !settings.problems().isEmpty()) {
      return failed(
          "refused",
          String.join(" ", settings.problems()) + String.join(" ", arguments.problems()),
          false);
    }
    HttpExchange exchange = new HttpExchange(egress, privateAddresses, limit, call.timeout());
    return fetch(exchange, request, call, saveAs);
  }

  private static ConnectorResult fetch(
      HttpExchange exchange, HttpRequest request, ConnectorCall call, String saveAs)
      throws InterruptedException {
    FutureTask<HttpExchange.Answer> task = new FutureTask<>(() -> exchange.run(request));
    Thread.ofPlatform().daemon().name("http-fetch").start(task);
    try {
      HttpExchange.Answer answer = task.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return result(answer, call, saveAs);
    } catch (TimeoutException e) {
      return failed("timeout", "No answer within %s.".formatted(call.timeout()), true);
    } catch (ExecutionException e) {
      return failure(e.getCause());
    } catch (IOException e) {
      return failed("refused", "The document cannot be saved: " + e.getMessage(), false);
    } finally {
      exchange.abort();
    }
  }

  private static ConnectorResult result(
      HttpExchange.Answer answer, ConnectorCall call, String saveAs) throws IOException {
    HttpResponse response = answer.response();
    if (response.status() < 200 || response.status() > 299) {
      ConnectorResult.Failed failed =
          failed(
              "status",
              "%s answered with status %d.".formatted(answer.address(), response.status()),
              isTransient(response.status()));
      failed.details().put("status", response.status());
      return failed;
    }
    ObjectNode output = Json.MAPPER.createObjectNode();
    output.put("url", answer.address().toString()).put("status", response.status());
    String type = response.header("Content-Type");
    if (type != null) {
      output.put("contentType", type);
    }
    output.put("size", response.body().length).put("sha256", Digest.sha256(response.body()));
    if (!saveAs.isEmpty() && call.workspace() != null) {
      new WorkspaceFiles(call.workspace()).write(saveAs, response.body());
      output.put("path", saveAs);
    }
    return new ConnectorResult.Succeeded(output, CONFINED);
  }

  private static @Nullable HttpRequest request(Arguments arguments) {
    String method = arguments.has("method") ? arguments.text("method") : "GET";
    if (!method.equals("GET") && !method.equals("HEAD")) {
      arguments.problem("The method is %s, expected GET or HEAD.".formatted(method));
    }
    Map<String, String> headers = arguments.pairs("headers");
    headers.forEach(
        (name, value) -> {
          if (!HttpRequest.mayHave(name, value)) {
            arguments.problem("The header %s may not be set.".formatted(name.strip()));
          }
        });
    String url = arguments.text("url");
    try {
      URI address = new URI(url).normalize();
      return new HttpRequest(method, withoutFragment(address), headers);
    } catch (URISyntaxException e) {
      arguments.problem("%s is not an address: %s.".formatted(url, e.getReason()));
      return null;
    }
  }

  private static URI withoutFragment(URI address) throws URISyntaxException {
    String text = address.toASCIIString();
    int hash = text.indexOf('#');
    return hash < 0 ? new URI(text) : new URI(text.substring(0, hash));
  }

  private static String saveAs(
      Arguments arguments, @Nullable HttpRequest request, ConnectorCall call) {
    String path = arguments.text("saveAs");
    boolean head = request != null && request.method().equals("HEAD");
    if (path.isEmpty()) {
      if (!head) {
        arguments.problem("saveAs is missing, expected a path in the workspace.");
      }
      return "";
    }
    if (call.workspace() == null) {
      arguments.problem("The step has no workspace to save in.");
      return "";
    }
    new WorkspaceFiles(call.workspace()).check(path).ifPresent(arguments::problem);
    return head ? "" : path;
  }

  private static ConnectorResult failure(@Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    return switch (cause) {
      case HttpExchange.RefusedException refused -> failed("refused", message, false);
      case HttpResponse.TooLargeException large -> failed("size", message, false);
      case SocketTimeoutException late -> failed("timeout", message, true);
      case SSLException tls -> failed("tls", message, false);
      case IOException network -> failed("unreachable", network + "", true);
      case null, default -> throw new IllegalStateException("The fetch broke.", cause);
    };
  }

  private static boolean isTransient(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  private static ConnectorResult.Failed failed(
      String code, String message, boolean transientFailure) {
    return new ConnectorResult.Failed(
        code, message, transientFailure, CONFINED, Json.MAPPER.createObjectNode());
  }
}
