package io.aleff.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** How an interpreter is made to run one cell after the other, and told of them. */
enum SessionLanguage {
  /** The value of a cell's last expression is shown; a cell can be stopped alone. */
  PYTHON("session.py"),
  /** A promise that a cell gives is waited for; the value is shown. */
  NODE("session.js"),
  BASH("session.sh");

  private final String driver;

  SessionLanguage(String driver) {
    this.driver = driver;
  }

  /** Empty when there are no sessions of what this interpreter runs. */
  static Optional<SessionLanguage> of(String interpreter) {
    String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
    if (name.matches("python3[0-9.]*")) {
      return Optional.of(PYTHON);
    }
    if (name.equals("node") || name.equals("nodejs")) {
      return Optional.of(NODE);
    }
    return name.equals("bash") ? Optional.of(BASH) : Optional.empty();
  }

  /** The words that the interpreter is started with. */
  List<String> words(String interpreter, SandboxLimits limits) {
    String code = code();
    return switch (this) {
      case PYTHON, BASH -> List.of(interpreter, "-c", code);
      case NODE -> List.of(interpreter, "--max-old-space-size=" + limits.heapMb(), "--eval", code);
    };
  }

  /** Makes it run a cell. */
  byte[] run(String mark, String code) {
    return switch (this) {
      case PYTHON, NODE -> counted(mark + "\0run\0" + code);
      case BASH -> (mark + "\0" + code + "\0").getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Makes it stop a cell and live on; empty when it cannot. */
  Optional<byte[]> stop(String mark) {
    return this == PYTHON ? Optional.of(counted(mark + "\0stop\0")) : Optional.empty();
  }

  private static byte[] counted(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        String.format(Locale.ROOT, "%08x", body.length).getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(body);
    return message.toByteArray();
  }

  private String code() {
    try (InputStream in = SessionLanguage.class.getResourceAsStream(driver)) {
      return new String(Objects.requireNonNull(in, driver).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
