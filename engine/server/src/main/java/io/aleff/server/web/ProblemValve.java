package io.aleff.server.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the container says about requests that never reach the application: a problem, no page. */
public final class ProblemValve extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable cause) {
    int status = response.getStatus();
    boolean late = response.getContentWritten() > 0 || !response.setErrorReported();
    if (status < 400 || late) {
      return;
    }
    String text =
        """
        {"type":"urn:aleff:problem:bad-request","title":"Refused","status":%d,\
        "detail":"The request is not valid HTTP for this server.","code":"bad-request"}"""
            .formatted(status);
    try {
      response.setContentType("application/problem+json");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("A client went away before it heard of its error.", e);
    }
  }
}
