package io.aleff.server.postgres;

import io.aleff.definition.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Generated passwords of the three roles, kept beside the data in a file only the owner reads.
 *
 * @param postgres superuser, used to create the other two and to take over an orphan
 * @param owner owns the schema and migrates it
 * @param app what the service itself connects as
 */
record PostgresCredentials(String postgres, String owner, String app) {

  static PostgresCredentials load(Path file) throws IOException {
    if (Files.exists(file)) {
      return Json.MAPPER.readValue(Files.readString(file), PostgresCredentials.class);
    }
    SecureRandom random = new SecureRandom();
    PostgresCredentials fresh =
        new PostgresCredentials(password(random), password(random), password(random));
    Path partial =
        Files.createTempFile(
            file.getParent(),
            "credentials",
            ".partial",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(partial, Json.MAPPER.writeValueAsString(fresh));
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    return fresh;
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Passwords do not belong in logs. */
  @Override
  public String toString() {
    return "PostgresCredentials[…]";
  }
}
