package io.aleff.cli.policy;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.ExitCode;
import io.aleff.rego.bundle.Algorithm;
import io.aleff.rego.bundle.SigningKey;
import io.aleff.rego.bundle.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Keys of signatures, as {@code opa build} names them. */
final class KeyOptions {

  @Option(
      names = "--verification-key",
      paramLabel = "FILE",
      description = "The bundle must be signed by this: PEM of a public key, or a secret.")
  private String verificationKey = "";

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "Sign with this: PEM of a PKCS #8 private key, or a secret.")
  private String signingKey = "";

  @Option(
      names = "--signing-alg",
      paramLabel = "ALG",
      description = "${COMPLETION-CANDIDATES}. Default: RS256.")
  private Algorithm algorithm = Algorithm.RS256;

  @Option(
      names = {"--signing-key-id", "--verification-key-id"},
      paramLabel = "ID",
      description = "The name of the key. Default: default.")
  private String keyId = "default";

  @Option(names = "--scope", paramLabel = "TEXT", description = "The scope of the signature.")
  private String scope = "";

  @Nullable SigningKey signing(Context context) throws IOException {
    return signingKey.isEmpty()
        ? null
        : read(context, signingKey, text -> SigningKey.of(algorithm, text, keyId, scope));
  }

  @Nullable Verification verification(Context context) throws IOException {
    return verificationKey.isEmpty()
        ? null
        : read(context, verificationKey, text -> Verification.of(algorithm, text, keyId, scope));
  }

  private <K> K read(Context context, String path, Function<String, K> key) throws IOException {
    String text = Files.readString(context.resolve(path)).strip();
    try {
      return key.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, path + " does not hold a key for " + algorithm + ": " + e.getMessage());
    }
  }
}
