package io.aleff.server.health;

import io.aleff.definition.Json;
import io.aleff.server.config.AleffSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** {@code server.json} tells the local command where the server is, while it is ready. */
@Component
class ReadyFile {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFile.class);

  private final Path file;
  private final String host;

  ReadyFile(AleffSettings settings, Environment environment) {
    this.file = settings.folder("server.json");
    this.host = environment.getProperty("server.address", "127.0.0.1");
  }

  @EventListener
  void ready(ApplicationReadyEvent event) throws IOException {
    if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)) {
      return;
    }
    int port = context.getWebServer() == null ? 0 : context.getWebServer().getPort();
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String url = "http://" + reachable + ":" + port;
    Path partial = file.resolveSibling("server.json.partial");
    Files.writeString(
        partial,
        Json.MAPPER.writeValueAsString(Map.of("url", url, "pid", ProcessHandle.current().pid())));
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    @Nullable Duration taken = event.getTimeTaken();
    LOG.info("Aleff is ready at {} ({} ms).", url, taken == null ? "?" : taken.toMillis());
  }

  @EventListener(ContextClosedEvent.class)
  void stopping() throws IOException {
    Files.deleteIfExists(file);
  }
}
