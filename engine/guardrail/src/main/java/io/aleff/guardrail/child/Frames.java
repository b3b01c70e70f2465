package io.aleff.guardrail.child;

import io.aleff.definition.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON documents on a stream: four bytes with the length, then UTF-8. */
public final class Frames {

  /** No frame is longer, in bytes. */
  public static final int LONGEST = 16 << 20;

  private Frames() {}

  /**
   * @return null at the end of the stream
   * @throws IOException also when the frame is too long or is not JSON
   */
  public static @Nullable JsonNode read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    if (length < 0 || length > LONGEST) {
      throw new IOException("A frame of " + length + " bytes.");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      return null;
    }
    try {
      return Json.MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw new IOException("A frame that is not JSON.", e);
    }
  }

  /** Writes a frame and flushes. Not thread-safe. */
  public static void write(DataOutputStream out, JsonNode value) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(value);
    if (bytes.length > LONGEST) {
      throw new IOException("A frame of " + bytes.length + " bytes.");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }
}
