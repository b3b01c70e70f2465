package io.aleff.qa.bench;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The same policies in OPA: {@code opa bench}, and {@code opa run --server} over loopback. */
final class OpaSide {

  private static final int REQUESTS = 2_000;

  private OpaSide() {}

  /**
   * Times in microseconds.
   *
   * @param bytes allocated a decision
   * @param http the median of a decision over HTTP
   */
  record Measured(double p50, double p99, long bytes, double http) {}

  static Measured measure(String opa, RegoWorkload workload)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("opa-bench");
    List<String> policies = new ArrayList<>();
    for (SourceText module : workload.modules()) {
      Path file = folder.resolve(module.path().replace('/', '_'));
      policies.add(Files.writeString(file, module.text()).toString());
    }
    Path data = folder.resolve("data.json");
    policies.add(Files.writeString(data, workload.data().toString()).toString());
    JsonNode answer = bench(opa, workload, folder, policies);
    String histogram = "histogram_timer_rego_query_eval_ns_";
    return new Measured(
        answer.path("Extra").path(histogram + "median").asDouble() / 1_000,
        answer.path("Extra").path(histogram + "99%").asDouble() / 1_000,
        answer.path("MemBytes").asLong() / Math.max(1, answer.path("N").asLong()),
        overHttp(opa, workload, policies));
  }

  private static JsonNode bench(
      String opa, RegoWorkload workload, Path folder, List<String> policies)
      throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("input.json"), workload.input().toString());
    List<String> command = new ArrayList<>(List.of(opa, "bench", "--format", "json"));
    policies.forEach(policy -> command.addAll(List.of("-d", policy)));
    command.addAll(List.of("-i", input.toString(), workload.query()));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("opa bench did not finish");
    }
    return Json.MAPPER.readTree(Files.readString(out));
  }

  private static double overHttp(String opa, RegoWorkload workload, List<String> policies)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    List<String> command =
        new ArrayList<>(List.of(opa, "run", "--server", "--log-level", "error", "-a", address));
    command.addAll(policies);
    Process server =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      awaitHealth(client, address);
      return median(client, request(workload, address));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static HttpRequest request(RegoWorkload workload, String address) {
    String path = workload.query().replace('.', '/');
    return HttpRequest.newBuilder(URI.create("http://" + address + "/v1/" + path))
        .POST(HttpRequest.BodyPublishers.ofString("{\"input\": " + workload.input() + "}"))
        .build();
  }

  private static void awaitHealth(HttpClient client, String address) {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://" + address + "/health")).build();
    Awaitility.await("the OPA server is up")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }

  private static double median(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < 2 * REQUESTS; i++) {
      long start = System.nanoTime();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (i >= REQUESTS) {
        nanos.add(System.nanoTime() - start);
      }
      if (answer.statusCode() != 200 || !answer.body().contains("\"result\"")) {
        throw new IOException("OPA answered " + answer.statusCode() + ": " + answer.body());
      }
    }
    return Times.of(nanos).percentile(0.5) * 1_000;
  }
}
