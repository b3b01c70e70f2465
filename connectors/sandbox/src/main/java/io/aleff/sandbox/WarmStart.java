package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a sandbox runs while it waits for a program: it answers {@link #READY} once it can be told,
 * is told once, and becomes that program. What it is told comes by its standard input; the
 * program's own input is descriptor 7 until then.
 */
sealed interface WarmStart {

  int READY = 'r';

  /** A pipe takes as much without anybody reading, so that telling never waits. */
  int LONGEST = 60_000;

  /** The words it is started with. */
  List<String> words();

  /** What it is told first of all, so that it answers. */
  byte[] hello();

  /** What makes it become a program; empty when it is too long to be told. */
  Optional<byte[]> tell(SandboxProgram program, SandboxLimits limits);

  /** The fastest way for programs of a profile. */
  static WarmStart of(SandboxProfile profile, String interpreter) {
    boolean python =
        interpreter.matches(".*/python3[0-9.]*")
            && profile.command().equals(List.of("${interpreter}", "${main}"));
    return python ? new Python(interpreter) : new Shell(interpreter);
  }

  private static Optional<byte[]> fitting(byte[] message) {
    return message.length > LONGEST ? Optional.empty() : Optional.of(message);
  }

  /** A Python interpreter that has started up already. */
  record Python(String interpreter) implements WarmStart {

    /** Variables that an interpreter looks at only when it starts. */
    private static final Pattern AT_START =
        Pattern.compile("(PYTHON|LC_|LANG|LD_|TZ|MALLOC|GLIBC|LOCPATH|OPENSSL).*");

    private static final String DRIVER = resource("waiting.py");

    @Override
    public List<String> words() {
      return List.of(interpreter, "-c", DRIVER);
    }

    @Override
    public byte[] hello() {
      return new byte[0];
    }

    @Override
    public Optional<byte[]> tell(SandboxProgram program, SandboxLimits limits) {
      Map<String, String> variables = program.environment();
      boolean fresh = variables.keySet().stream().anyMatch(AT_START.asMatchPredicate());
      List<String> words = new ArrayList<>();
      words.add(fresh ? "exec" : "run");
      words.add("/aleff/" + program.main());
      words.add(Integer.toString(program.arguments().size()));
      words.addAll(program.arguments());
      variables.forEach((name, value) -> words.addAll(List.of(name, value)));
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (String each : words) {
        body.writeBytes(each.getBytes(StandardCharsets.UTF_8));
        body.write(0);
      }
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes(
          String.format(Locale.ROOT, "%08x", body.size()).getBytes(StandardCharsets.US_ASCII));
      message.writeBytes(body.toByteArray());
      return fitting(message.toByteArray());
    }
  }

  /** A shell that starts any program by its words. */
  record Shell(String interpreter) implements WarmStart {

    @Override
    public List<String> words() {
      return List.of("/bin/sh");
    }

    @Override
    public byte[] hello() {
      return "printf r\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Optional<byte[]> tell(SandboxProgram program, SandboxLimits limits) {
      List<String> words = new ArrayList<>(List.of("/usr/bin/env", "-i", "PWD=/workspace"));
      program.variables().forEach((name, value) -> words.add(name + "=" + value));
      words.addAll(program.command(interpreter, "/aleff/" + program.main(), limits));
      StringBuilder line = new StringBuilder("exec");
      for (String each : words) {
        line.append(" '").append(each.replace("'", "'\\''")).append('\'');
      }
      line.append(" <&7 7<&-\n");
      return fitting(line.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String resource(String name) {
    try (InputStream in = WarmStart.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
