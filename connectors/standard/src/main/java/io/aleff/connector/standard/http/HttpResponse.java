package io.aleff.connector.standard.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response, read strictly as RFC 9112 has it.
 *
 * @param headers by name in any case; repeated ones are joined by commas
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpResponse(int status, Map<String, String> headers, byte[] body) {

  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  /** The body is larger than allowed. */
  static final class TooLargeException extends IOException {
    TooLargeException(long limit) {
      super("The document has more than %d bytes.".formatted(limit));
    }
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  static HttpResponse read(InputStream in, boolean hasBody, long limit) throws IOException {
    int status = status(line(in));
    Map<String, String> headers = headers(in);
    while (status >= 100 && status < 200) {
      status = status(line(in));
      headers = headers(in);
    }
    boolean empty = !hasBody || status == 204 || status == 304;
    byte[] body = empty ? new byte[0] : body(in, headers, limit);
    return new HttpResponse(status, headers, body);
  }

  private static byte[] body(InputStream in, Map<String, String> headers, long limit)
      throws IOException {
    String coding = headers.get("Transfer-Encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("The transfer coding %s is not known.".formatted(coding));
      }
      return chunks(in, limit);
    }
    String length = headers.get("Content-Length");
    if (length == null) {
      byte[] bytes = in.readNBytes((int) (limit + 1));
      if (bytes.length > limit) {
        throw new TooLargeException(limit);
      }
      return bytes;
    }
    return exactly(in, number(length, 10), limit);
  }

  private static byte[] chunks(InputStream in, long limit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      String head = line(in);
      int semicolon = head.indexOf(';');
      long size = number((semicolon < 0 ? head : head.substring(0, semicolon)).strip(), 16);
      if (size == 0) {
        headers(in);
        return all.toByteArray();
      }
      all.writeBytes(exactly(in, size, limit - all.size()));
      if (!line(in).isEmpty()) {
        throw new IOException("A chunk does not end where it should.");
      }
    }
  }

  private static byte[] exactly(InputStream in, long size, long limit) throws IOException {
    if (size > limit) {
      throw new TooLargeException(limit);
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new IOException("The connection ended in the middle of the document.");
    }
    return bytes;
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int count = 0; count < MOST_HEADERS; count++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("A header has no name.");
      }
      headers.merge(
          line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    throw new IOException("The response has more than %d headers.".formatted(MOST_HEADERS));
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || parts[1].length() != 3) {
      throw new IOException("The answer is not HTTP/1.1.");
    }
    return (int) number(parts[1], 10);
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("%s is not a size.".formatted(text), e);
    }
    throw new IOException("%s is not a size.".formatted(text));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The connection ended before the answer was complete.");
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("A line of the answer is too long.");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
