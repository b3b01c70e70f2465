package io.aleff.rego.builtin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of DER (ITU-T X.690).
 *
 * @param all the element with its tag and length
 * @param content the element without them
 */
@SuppressWarnings("ArrayRecordComponent")
record Der(int tag, byte[] all, byte[] content) {

  static final int INTEGER = 2;
  static final int OBJECT_ID = 6;
  static final int SEQUENCE = 0x30;

  /** All elements of a text, one after the other. */
  static List<Der> read(byte[] bytes) {
    List<Der> out = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int start = at;
      int tag = bytes[at++] & 0xff;
      if (at >= bytes.length) {
        throw malformed();
      }
      int length = bytes[at++] & 0xff;
      if (length > 0x80) {
        int size = length & 0x7f;
        if (size > 3 || at + size > bytes.length) {
          throw malformed();
        }
        length = new BigInteger(1, Arrays.copyOfRange(bytes, at, at + size)).intValue();
        at += size;
      }
      if (length > bytes.length - at) {
        throw malformed();
      }
      out.add(
          new Der(
              tag,
              Arrays.copyOfRange(bytes, start, at + length),
              Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    return out;
  }

  static BuiltinError malformed() {
    return BuiltinError.value("x509: malformed certificate");
  }

  List<Der> children() {
    return read(content);
  }

  /** The numbers of an object identifier. */
  List<Long> oid() {
    List<Long> out = new ArrayList<>();
    long value = 0;
    for (byte b : content) {
      value = value << 7 | (b & 0x7f);
      if ((b & 0x80) == 0) {
        if (out.isEmpty()) {
          long first = Math.min(value / 40, 2);
          out.add(first);
          value -= first * 40;
        }
        out.add(value);
        value = 0;
      }
    }
    return out;
  }

  BigInteger integer() {
    return content.length == 0 ? BigInteger.ZERO : new BigInteger(content);
  }

  /** The text of any of the string types. */
  String text() {
    return switch (tag) {
      case 0x1e -> new String(content, StandardCharsets.UTF_16BE);
      case 0x14 -> new String(content, StandardCharsets.ISO_8859_1);
      default -> new String(content, StandardCharsets.UTF_8);
    };
  }
}
