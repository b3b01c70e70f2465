package io.aleff.server.engine;

import io.aleff.runtime.grant.Ed25519Signer;
import io.aleff.runtime.port.Signer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The Ed25519 keys in a folder: {@code signing.key} with {@code signing.pub}, and older public keys
 * as any other {@code *.pub}. Deleting {@code signing.key} makes a new pair at the next start.
 */
final class SigningKeys {

  private static final String PRIVATE = "signing.key";
  private static final String PUBLIC = "signing.pub";

  private SigningKeys() {}

  static Signer load(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      KeyFactory keys = KeyFactory.getInstance("Ed25519");
      if (!Files.exists(folder.resolve(PRIVATE))) {
        retire(folder, keys);
        create(folder);
      }
      KeyPair current =
          new KeyPair(
              publicKey(keys, folder.resolve(PUBLIC)),
              keys.generatePrivate(
                  new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(PRIVATE)))));
      return new Ed25519Signer(current, older(folder, keys));
    } catch (GeneralSecurityException e) {
      throw new IOException("The signing keys in " + folder + " are not readable.", e);
    }
  }

  private static void create(Path folder) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(folder.resolve(PUBLIC), pair.getPublic().getEncoded());
    write(folder.resolve(PRIVATE), pair.getPrivate().getEncoded());
  }

  private static void retire(Path folder, KeyFactory keys)
      throws IOException, GeneralSecurityException {
    Path old = folder.resolve(PUBLIC);
    if (Files.exists(old)) {
      String id = Ed25519Signer.id(publicKey(keys, old));
      Files.move(old, folder.resolve(id + ".pub"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static PublicKey[] older(Path folder, KeyFactory keys)
      throws IOException, GeneralSecurityException {
    List<PublicKey> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pub")) {
      for (Path file : files) {
        found.add(publicKey(keys, file));
      }
    }
    return found.toArray(PublicKey[]::new);
  }

  private static PublicKey publicKey(KeyFactory keys, Path file)
      throws IOException, GeneralSecurityException {
    return keys.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(file)));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path partial =
        Files.createTempFile(
            file.getParent(),
            "new",
            ".partial",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(partial, bytes);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
