package io.aleff.rego.builtin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of PEM (RFC 7468).
 *
 * @param type what stands after {@code BEGIN}
 */
@SuppressWarnings("ArrayRecordComponent")
record Pem(String type, byte[] der) {

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-\n]*)-----\\s");

  /** The blocks of a text; what is between them is ignored, as is a block that is damaged. */
  static List<Pem> read(String text) {
    List<Pem> out = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      String type = begin.group(1);
      int end = text.indexOf("-----END " + type + "-----", begin.end());
      if (end < 0) {
        break;
      }
      try {
        out.add(new Pem(type, Base64.getMimeDecoder().decode(text.substring(begin.end(), end))));
      } catch (IllegalArgumentException e) {
        // not base64: no block
      }
      from = end;
    }
    return out;
  }

  static boolean looksLike(String text) {
    return text.startsWith("-----BEGIN");
  }

  /** Text that is PEM, or base64 of PEM, as PEM; anything else decoded from base64. */
  static byte[] decoded(String text) {
    return looksLike(text) ? text.getBytes(StandardCharsets.UTF_8) : Encodings.decode(text, false);
  }
}
