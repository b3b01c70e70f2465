package io.aleff.server.security;

import io.aleff.server.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a password must be. */
final class Passwords {

  private static final int SHORTEST = 12;

  /** More bytes are not looked at by bcrypt. */
  private static final int LONGEST_BYTES = 72;

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private Passwords() {}

  static void check(@Nullable String password) {
    if (password == null
        || password.length() < SHORTEST
        || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "bad-password",
          "A password has at least "
              + SHORTEST
              + " characters and at most "
              + LONGEST_BYTES
              + " bytes.");
    }
  }

  /** Something that people can type, with more than 110 random bits. */
  static String random(SecureRandom random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      if (i > 0 && i % 5 == 0) {
        out.append('-');
      }
      out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return out.toString();
  }
}
