package io.aleff.server.console;

import io.aleff.server.web.HeadersFilter;
import io.aleff.server.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/** The start page of the console, for every address that is not something else. */
@Controller
class ConsoleController {

  private static final String PAGE = "META-INF/resources/console/index.html";
  private static final String PLACEHOLDER = "__CSP_NONCE__";
  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Aleff</title></head>
      <body><h1>Aleff is running</h1>
      <p>The console is not built into this server. Build it with npm on the PATH, or use the
      <code>aleff</code> command and the API at <code>/api/v1</code>.</p></body></html>
      """;

  private final String page;

  ConsoleController() throws IOException {
    try (InputStream in = ConsoleController.class.getClassLoader().getResourceAsStream(PAGE)) {
      page = in == null ? NOT_BUILT : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @GetMapping(path = {"/", "/{first:[a-z0-9-]+}", "/{first:[a-z0-9-]+}/{*rest}"})
  ResponseEntity<String> page(
      @RequestAttribute(HeadersFilter.NONCE) String nonce,
      jakarta.servlet.http.HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean other =
        path.startsWith("/api/") || path.startsWith("/actuator") || path.startsWith("/engine-rest");
    if (other || path.substring(path.lastIndexOf('/')).indexOf('.') >= 0) {
      throw ProblemException.notFound("resource at this address");
    }
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .body(page.replace(PLACEHOLDER, nonce));
  }
}
