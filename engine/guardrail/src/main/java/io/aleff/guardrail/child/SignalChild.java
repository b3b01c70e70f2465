package io.aleff.guardrail.child;

import io.aleff.definition.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The child JVM: reads requests until standard input ends, then halts, whatever is still running.
 * Compiling and evaluating have threads of their own, so neither can stop the reading.
 */
public final class SignalChild {

  private static final int EVALUATORS = 2;

  private final Rules rules = new Rules();
  private final DataOutputStream out;
  private final ExecutorService compiler = Executors.newSingleThreadExecutor();
  private final ExecutorService evaluators = Executors.newFixedThreadPool(EVALUATORS);

  private SignalChild(DataOutputStream out) {
    this.out = out;
  }

  /** Takes no arguments; only {@code SignalEvaluator} starts it. */
  public static void main(String[] args) {
    DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    // What libraries print must not end up between the frames.
    System.setOut(System.err);
    int status = 0;
    try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in))) {
      new SignalChild(out).serve(in);
    } catch (IOException | RuntimeException e) {
      System.err.println("The request stream broke: " + e);
      status = 1;
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private void serve(DataInputStream in) throws IOException {
    JsonNode request = Frames.read(in);
    while (request != null) {
      JsonNode current = request;
      boolean compile = current.path("op").asString("").equals("compile");
      (compile ? compiler : evaluators).execute(() -> answer(current));
      request = Frames.read(in);
    }
  }

  private void answer(JsonNode request) {
    ObjectNode reply = Json.MAPPER.createObjectNode();
    reply.put("id", request.path("id").asLong());
    try {
      reply.set("ok", handle(request));
    } catch (Rules.Refused e) {
      failed(reply, e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      failed(reply, "rule-error", rootCause(e));
    }
    try {
      synchronized (out) {
        Frames.write(out, reply);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode handle(JsonNode request) throws Rules.Refused {
    String digest = request.path("digest").asString("");
    return switch (request.path("op").asString("")) {
      case "compile" -> {
        List<String> texts = request.path("texts").valueStream().map(t -> t.asString("")).toList();
        rules.compile(digest, texts);
        yield Json.MAPPER.createObjectNode();
      }
      case "evaluate" -> rules.evaluate(digest, request.path("input"));
      default -> throw new Rules.Refused("protocol", "Not a request.");
    };
  }

  private static void failed(ObjectNode reply, String code, String message) {
    String cut = message.length() > 500 ? message.substring(0, 500) : message;
    reply.putObject("failed").put("code", code).put("message", cut);
  }

  private static String rootCause(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < 20 && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
