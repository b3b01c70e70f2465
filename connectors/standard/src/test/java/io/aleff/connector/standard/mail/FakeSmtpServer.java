package io.aleff.connector.standard.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes mail on loopback; its answers can be replaced by command. */
final class FakeSmtpServer implements AutoCloseable {

  /** Answer that closes the connection without a word. */
  static final String HANG_UP = "";

  final List<String> messages = new CopyOnWriteArrayList<>();
  final Map<String, String> answers = new ConcurrentHashMap<>();
  private final ServerSocket socket;

  FakeSmtpServer() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException gone) {
        // The client is gone or the test is over; the loop's condition tells which.
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = client.getOutputStream();
    say(out, "220 test");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.substring(0, Math.min(4, line.length()));
      if (command.equals("DATA")) {
        say(out, "354 go on");
        String message = read(in);
        String answer = answers.getOrDefault("DATA", "250 taken");
        if (answer.startsWith("250") || answer.equals(HANG_UP)) {
          messages.add(message);
        }
        if (answer.equals(HANG_UP)) {
          return;
        }
        say(out, answer);
      } else {
        say(out, answers.getOrDefault(command, "250 fine"));
      }
    }
  }

  private static String read(BufferedReader in) throws IOException {
    StringBuilder message = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      message.append(line).append('\n');
    }
    return message.toString();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
