package io.aleff.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks into an uploaded file that says it is tabular text, so that a picture called {@code x.csv}
 * is refused at the door and not three steps later. Any encoding that a spreadsheet exports passes.
 */
final class DataFiles {

  private static final Set<String> TEXT = Set.of("csv", "tsv", "txt", "json");
  private static final int BLOCK = 1 << 16;

  /** Control characters beyond this share of all bytes are no text of any spreadsheet. */
  private static final double MOST_CONTROLS = 0.001;

  private static final byte[][] SIGNATURES = {
    {'P', 'K', 3, 4},
    {'%', 'P', 'D', 'F'},
    {0x1f, (byte) 0x8b},
    {(byte) 0x89, 'P', 'N', 'G'},
    {0x7f, 'E', 'L', 'F'},
    {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}
  };

  private DataFiles() {}

  /**
   * Why a file is of no use.
   *
   * @param code {@code empty-file} or {@code binary-file}
   */
  record Fault(String code, String message) {}

  /** Empty when the file can be used. */
  static Optional<Fault> check(String name, InputStream content) throws IOException {
    byte[] block = content.readNBytes(BLOCK);
    if (block.length == 0) {
      return Optional.of(new Fault("empty-file", "The file \"" + name + "\" is empty."));
    }
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TEXT.contains(suffix) ? checkText(name, block, content) : Optional.empty();
  }

  private static Optional<Fault> checkText(String name, byte[] first, InputStream rest)
      throws IOException {
    for (byte[] signature : SIGNATURES) {
      if (startsWith(first, signature)) {
        return Optional.of(binary(name));
      }
    }
    boolean wide = isUtf16(first);
    Counts counts = new Counts();
    for (byte[] block = first; block.length > 0; block = rest.readNBytes(BLOCK)) {
      counts.add(wide ? utf16(first, block) : block);
      if (counts.controls > counts.all * MOST_CONTROLS && counts.controls > 4) {
        return Optional.of(binary(name));
      }
      if (counts.nulls > 0) {
        return Optional.of(binary(name));
      }
    }
    return counts.visible > 0
        ? Optional.empty()
        : Optional.of(new Fault("empty-file", "The file \"" + name + "\" has no text in it."));
  }

  private static Fault binary(String name) {
    return new Fault(
        "binary-file",
        "The file \"" + name + "\" is not text. Export the table as CSV and upload that.");
  }

  private static boolean isUtf16(byte[] first) {
    return startsWith(first, new byte[] {(byte) 0xff, (byte) 0xfe})
        || startsWith(first, new byte[] {(byte) 0xfe, (byte) 0xff});
  }

  /** Blocks have an even size but the last, so no character is cut. */
  private static byte[] utf16(byte[] first, byte[] block) {
    boolean little = first[0] == (byte) 0xff;
    String text = new String(block, little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static final class Counts {
    private long all;
    private long nulls;
    private long controls;
    private long visible;

    private void add(byte[] block) {
      all += block.length;
      for (byte b : block) {
        if (b == 0) {
          nulls++;
        } else if (b > 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
          controls++;
        } else if (b < 0 || b > ' ') {
          visible++;
        }
      }
    }
  }
}
