package io.aleff.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.aleff.definition.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A connection to an engine on this machine, in the newest version of its protocol that both sides
 * speak.
 */
final class DockerEngine implements AutoCloseable {

  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;
  private static final Set<String> OF_FILTER = Set.of("system calls", "child processes");
  private static final Set<String> OF_GROUPS = Set.of("memory", "processes", "cpus", "cpu time");
  private static final Set<String> OF_THIS_KERNEL = Set.of("runc", "crun", "youki");
  private static final Duration ANSWER = Duration.ofMinutes(30);

  /** Each running sandbox holds two streams. */
  private static final int CONNECTIONS = 256;

  private final DockerHttpClient http;
  private final DockerClient client;
  private final RemoteApiVersion version;
  private final boolean podman;

  private DockerEngine(URI address, RemoteApiVersion version, boolean podman) {
    this.http = http(address);
    this.client = client(address, version, http);
    this.version = version;
    this.podman = podman;
  }

  /**
   * @param host as in {@link SandboxSettings.Docker}
   * @throws IOException when no engine answers; the message is for the operator
   */
  static DockerEngine connect(String host) throws IOException {
    URI address = URI.create(host);
    if (!"unix".equals(address.getScheme())) {
      throw new IOException(
          "%s is not a socket of this machine, expected unix:///….".formatted(host));
    }
    if (!Files.exists(Path.of(address.getPath()))) {
      throw new IOException("No engine listens at %s.".formatted(address.getPath()));
    }
    try {
      Version offered;
      try (DockerEngine asking = new DockerEngine(address, RemoteApiVersion.unknown(), false)) {
        offered = asking.client.versionCmd().exec();
      }
      return new DockerEngine(
          address,
          negotiate(offered.getApiVersion(), offered.getMinAPIVersion()),
          isPodman(offered));
    } catch (RuntimeException e) {
      throw new IOException(
          "The engine at %s does not answer: %s".formatted(address.getPath(), e.getMessage()), e);
    }
  }

  /**
   * @param offered the engine's newest version, for example {@code 1.41}
   * @param least the engine's oldest; null when it does not say
   */
  static RemoteApiVersion negotiate(String offered, @Nullable String least) throws IOException {
    RemoteApiVersion newest = RemoteApiVersion.parseConfig(offered);
    if (NEWEST.isGreaterOrEqual(newest)) {
      return newest;
    }
    if (least != null && RemoteApiVersion.parseConfig(least).isGreater(NEWEST)) {
      throw new IOException(
          "The engine speaks version %s or newer, expected %s."
              .formatted(least, NEWEST.getVersion()));
    }
    return NEWEST;
  }

  private static boolean isPodman(Version offered) {
    return offered.getComponents() != null
        && offered.getComponents().stream()
            .anyMatch(each -> String.valueOf(each.getName()).startsWith("Podman"));
  }

  /** Podman speaks the same protocol, but for some fields. */
  boolean podman() {
    return podman;
  }

  /** Of the protocol, for example {@code 1.41}. */
  String version() {
    return version.getVersion();
  }

  DockerClient client() {
    return client;
  }

  /**
   * Makes an image of a root file system. By hand: the client's own command cuts long bodies off.
   *
   * @param name for people
   * @return the image's id
   */
  String importImage(String name, InputStream tar) throws IOException {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.POST)
            .path("/v%s/images/create?fromSrc=-&repo=%s".formatted(version.getVersion(), name))
            .putHeader("Content-Type", "application/x-tar")
            .body(tar)
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      String answer = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
      if (response.getStatusCode() != 200) {
        throw new IOException("The engine did not take the image: " + answer);
      }
      return Json.MAPPER.readTree(answer).path("status").asString("");
    }
  }

  boolean answers() {
    try {
      client.pingCmd().exec();
      return true;
    } catch (RuntimeException gone) {
      return false;
    }
  }

  Info info() {
    return client.infoCmd().exec();
  }

  /**
   * How the engine enforces what it was asked to.
   *
   * @param runtime of the sandboxes; null for the engine's own
   */
  List<Enforcement> enforcement(boolean ownUser, @Nullable String runtime) throws IOException {
    List<Enforcement> lines = enforcement(info(), ownUser);
    JsonNode info = runtime == null ? null : rawInfo();
    if (runtime == null || info == null) {
      return lines;
    }
    if (ignoresGroups(info, runtime)) {
      lines = without(lines, OF_GROUPS, "the runtime ignores cgroups");
    }
    return ignoresFilter(info, runtime)
        ? without(
            lines, OF_FILTER, "gVisor has a kernel of its own; the filter needs --oci-seccomp")
        : lines;
  }

  private static List<Enforcement> without(
      List<Enforcement> lines, Set<String> limits, String why) {
    return lines.stream()
        .map(
            each ->
                limits.contains(each.limit())
                    ? new Enforcement(each.limit(), Enforcement.Level.NONE, why)
                    : each)
        .toList();
  }

  /** gVisor's runtime can be told to leave them alone, and then nothing limits the total. */
  static boolean ignoresGroups(JsonNode info, String runtime) {
    return hasWord(info, runtime, "--?ignore-cgroups(=true)?");
  }

  /** gVisor's runtime leaves the filter out unless it is told otherwise. */
  static boolean ignoresFilter(JsonNode info, String runtime) {
    String path = info.path("Runtimes").path(runtime).path("path").asString("");
    return (runtime + " " + path).contains("runsc")
        && !hasWord(info, runtime, "--?oci-seccomp(=true)?");
  }

  private static boolean hasWord(JsonNode info, String runtime, String pattern) {
    return info.path("Runtimes")
        .path(runtime)
        .path("runtimeArgs")
        .valueStream()
        .anyMatch(each -> each.asString("").matches(pattern));
  }

  /**
   * Whether the processes of its containers are known to be processes of this kernel.
   *
   * @param runtime of the containers; null for the engine's own
   */
  boolean sharesKernel(@Nullable String runtime) throws IOException {
    return sharesKernel(rawInfo(), runtime);
  }

  static boolean sharesKernel(JsonNode info, @Nullable String runtime) {
    String name = runtime == null ? info.path("DefaultRuntime").asString("") : runtime;
    String path = info.path("Runtimes").path(name).path("path").asString("");
    String program = path.substring(path.lastIndexOf('/') + 1);
    return OF_THIS_KERNEL.contains(program.isEmpty() ? name : program);
  }

  /** The client knows runtimes by their path only. */
  private JsonNode rawInfo() throws IOException {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path("/v%s/info".formatted(version.getVersion()))
            .build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      return Json.MAPPER.readTree(response.getBody().readAllBytes());
    }
  }

  /** Whether users of its containers are others on the host. */
  static boolean remapped(Info info) {
    return info.getSecurityOptions() != null
        && info.getSecurityOptions().stream().anyMatch(each -> each.contains("userns"));
  }

  private static List<Enforcement> enforcement(Info info, boolean ownUser) {
    List<String> security =
        info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions();
    String groups = "cgroup v" + (info.getCGroupVersion() == null ? "1" : info.getCGroupVersion());
    return List.of(
        Enforcement.total(
            "user",
            (ownUser ? "a distinct host user for each sandbox" : "the engine's own user")
                + (remapped(info) ? ", remapped" : "")),
        Enforcement.total("network", "none, in a network namespace of its own"),
        seccomp(security),
        Enforcement.total("child processes", "seccomp filter, where a profile forbids them"),
        Enforcement.total("files", "read-only image, private /tmp, the step's workspace"),
        Enforcement.total(SystemFiles.LIMIT, "that of the image, read-only"),
        when(info.getMemoryLimit(), "memory", groups),
        Enforcement.total("processes", groups),
        when(info.getCpuCfsQuota(), "cpus", groups),
        Enforcement.total("cpu time", groups + ", looked at while it runs"),
        Enforcement.total("time", "the container is killed"),
        Enforcement.total("output", "both streams together"),
        Enforcement.total("disk", "one file at once, all files within half a second"),
        Enforcement.total("files out", "counted before anything is copied"),
        Enforcement.total("temporary files", "size of tmpfs"),
        new Enforcement("open files", Enforcement.Level.PER_PROCESS, "rlimit"));
  }

  private static Enforcement seccomp(List<String> security) {
    return security.stream().anyMatch(each -> each.contains("seccomp"))
        ? Enforcement.total("system calls", "seccomp filter of Aleff")
        : new Enforcement("system calls", Enforcement.Level.NONE, "the engine has no seccomp");
  }

  private static Enforcement when(@Nullable Boolean can, String limit, String how) {
    return Boolean.TRUE.equals(can)
        ? Enforcement.total(limit, how)
        : new Enforcement(limit, Enforcement.Level.NONE, "");
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new IllegalStateException("The connection to the engine cannot be closed.", e);
    }
  }

  private static DockerHttpClient http(URI address) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(address)
        .maxConnections(CONNECTIONS)
        .connectionTimeout(Duration.ofSeconds(5))
        .responseTimeout(ANSWER)
        .build();
  }

  private static DockerClient client(URI address, RemoteApiVersion version, DockerHttpClient http) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.toString())
            .withDockerTlsVerify(false)
            .withApiVersion(version)
            .build();
    return DockerClientImpl.getInstance(config, http);
  }
}
