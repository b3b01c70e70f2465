package io.aleff.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Removes the containers of a process that has died: a small process beside it, which waits for the
 * end of its own input. Containers belong to the engine, so nothing else ends with a process that
 * is killed. What this misses the next start removes.
 *
 * <p>Uses nothing but the JDK, so that its class path is one entry.
 */
final class Undertaker {

  private static final Pattern CONTAINER = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");

  /** One that was being created at that moment appears a little later. */
  private static final int ROUNDS = 4;

  private Undertaker() {}

  /**
   * Starts one for this process.
   *
   * @param engine socket of the engine
   * @param version of its protocol, for example {@code 1.41}
   * @param label which containers, {@code name=value}
   * @return null when this class is in no file or folder that another JVM can read
   */
  static @Nullable Process start(Path engine, String version, String label) throws IOException {
    Path classes;
    try {
      URI place = Undertaker.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      classes = "file".equals(place.getScheme()) ? Path.of(place) : null;
    } catch (URISyntaxException e) {
      classes = null;
    }
    if (classes == null || !Files.exists(classes)) {
      return null;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            classes.toString(),
            Undertaker.class.getName(),
            engine.toString(),
            version,
            label);
    builder.environment().clear();
    builder.directory(new File("/"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /** {@code SOCKET VERSION LABEL}. */
  public static void main(String[] arguments) throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
    String prefix = "/v" + arguments[1] + "/containers/";
    String filter = "{\"label\":[\"" + arguments[2] + "\"]}";
    for (int round = 0; round < ROUNDS; round++) {
      for (String id : containers(Path.of(arguments[0]), prefix, filter)) {
        ask(Path.of(arguments[0]), "DELETE", prefix + id + "?force=1&v=1");
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }

  private static Set<String> containers(Path engine, String prefix, String filter)
      throws IOException {
    String query =
        filter.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22").replace("=", "%3D");
    String answer = ask(engine, "GET", prefix + "json?all=1&filters=" + query);
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = CONTAINER.matcher(answer);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** The engine answers HTTP/1.0 and hangs up, so the answer is what there is to read. */
  private static String ask(Path engine, String method, String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(engine));
      String request = method + " " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      InputStream in = Channels.newInputStream(channel);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
