package io.aleff.cli.terminal;

import io.aleff.definition.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where the command prints and asks. Colour and questions only where a person sits. */
public final class Terminal {

  /** Loaded only when JSON is printed: it takes longer than all the rest of a small command. */
  private static final class Pretty {
    private static final JsonMapper MAPPER =
        Json.MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  private final PrintStream out;
  private final PrintStream err;
  private final InputStream in;
  private final boolean colour;
  private final boolean interactive;
  private final int width;
  private @Nullable BlockingQueue<Optional<String>> answers;

  /**
   * @param interactive whether a person can be asked
   * @param width columns
   */
  public Terminal(
      PrintStream out,
      PrintStream err,
      InputStream in,
      boolean colour,
      boolean interactive,
      int width) {
    this.out = out;
    this.err = err;
    this.in = in;
    this.colour = colour;
    this.interactive = interactive;
    this.width = width;
  }

  /** The terminal of this process. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean person = TerminalProbe.isTerminal(1);
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.in,
        person && !dumb && !noColour,
        person && TerminalProbe.isTerminal(0),
        TerminalProbe.width(environment, person));
  }

  /** A terminal that says nothing and asks nobody. */
  public Terminal quiet() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Terminal(nowhere, err, InputStream.nullInputStream(), false, false, width);
  }

  public int width() {
    return width;
  }

  public boolean interactive() {
    return interactive;
  }

  /** Prints a line as it is: make text from elsewhere safe before. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void line() {
    line("");
  }

  /** Prints text without a line end, at once. */
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /** The same beside the output for programs. */
  public void printNote(String text) {
    err.print(text);
    err.flush();
  }

  /** Prints a line for people beside the output for programs. */
  public void note(String text) {
    err.println(text);
    err.flush();
  }

  public String styled(Style style, String text) {
    return colour ? style.apply(text) : text;
  }

  public void json(JsonNode value) {
    line(Pretty.MAPPER.writeValueAsString(value));
  }

  /** One JSON value on one line. */
  public void jsonLine(JsonNode value) {
    line(Json.MAPPER.writeValueAsString(value));
  }

  /**
   * Asks a person and waits.
   *
   * @param settled looked at four times a second; when true the question has become pointless
   * @return null when it has, or when the input has ended
   */
  public @Nullable String ask(String question, BooleanSupplier settled)
      throws InterruptedException {
    out.print(question);
    out.flush();
    BlockingQueue<Optional<String>> lines = answers();
    while (!settled.getAsBoolean()) {
      Optional<String> answer = lines.poll(250, TimeUnit.MILLISECONDS);
      if (answer != null) {
        return answer.orElse(null);
      }
    }
    out.println();
    return null;
  }

  private BlockingQueue<Optional<String>> answers() {
    if (answers == null) {
      BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
      answers = lines;
      Thread.ofPlatform().daemon().name("aleff-input").start(() -> readInto(lines));
    }
    return answers;
  }

  private void readInto(BlockingQueue<Optional<String>> lines) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line.strip()));
      }
    } catch (IOException e) {
      // The end of the input, told as such.
    }
    lines.add(Optional.empty());
  }
}
