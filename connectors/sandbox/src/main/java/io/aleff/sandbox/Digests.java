package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK's digests over streams. */
final class Digests {

  private static final int BUFFER = 64 * 1024;

  private Digests() {}

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  /** Only for Git's names of objects. */
  static MessageDigest sha1() {
    return digest("SHA-1");
  }

  /** What the digest is after the whole stream. */
  static byte[] over(InputStream in, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return digest.digest();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + name + ".", e);
    }
  }
}
