package io.aleff.rego.bundle;

import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Signs the digests of a bundle's files as one JWT, as OPA does; reads such signatures. */
final class Signatures {

  static final String FILE = ".signatures.json";

  private static final String CODE = "OPA-BUNDLE-010";
  private static final Set<String> DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

  private Signatures() {}

  static String sign(SortedMap<String, byte[]> files, SigningKey key) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    ArrayNode list = payload.putArray("files");
    files.forEach(
        (path, bytes) ->
            list.addObject()
                .put("name", path)
                .put("hash", HexFormat.of().formatHex(digest("SHA-256", path, bytes)))
                .put("algorithm", "SHA-256"));
    if (!key.keyId().isEmpty()) {
      payload.put("keyid", key.keyId());
    }
    if (!key.scope().isEmpty()) {
      payload.put("scope", key.scope());
    }
    ObjectNode header =
        JsonNodeFactory.instance.objectNode().put("alg", key.algorithm().name()).put("typ", "JWT");
    if (!key.keyId().isEmpty()) {
      header.put("kid", key.keyId());
    }
    String text = encoded(header) + "." + encoded(payload);
    byte[] signature = key.algorithm().sign(key.key(), ascii(text));
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.putArray("signatures").add(text + "." + base64(signature));
    return CanonicalJson.of(out);
  }

  static void verify(
      SortedMap<String, byte[]> files, Verification wanted, List<Diagnostic> errors) {
    byte[] written = files.get(FILE);
    if (written == null) {
      errors.add(Archive.error(CODE, FILE, "The bundle is not signed.").expecting(FILE));
      return;
    }
    JsonNode payload;
    try {
      JsonNode signatures = Json.MAPPER.readTree(written).path("signatures");
      if (signatures.size() != 1 || !signatures.path(0).isString()) {
        errors.add(Archive.error(CODE, FILE, "One signature was expected."));
        return;
      }
      payload = payload(signatures.path(0).stringValue(), wanted);
    } catch (JacksonException | IllegalArgumentException e) {
      payload = null;
    }
    if (payload == null) {
      errors.add(
          Archive.error(CODE, FILE, "The signature is not valid for this key.")
              .expecting(
                  wanted.algorithm()
                      + (wanted.keyId().isEmpty() ? "" : " by \"" + wanted.keyId() + "\"")));
    } else if (!payload.path("scope").asString("").equals(wanted.scope())) {
      errors.add(
          Archive.error(CODE, FILE, "The signature is for another scope.")
              .expecting("scope \"" + wanted.scope() + "\""));
    } else {
      files(files, payload.path("files"), errors);
    }
  }

  /** The signed claims, or null. The header names no algorithm that is obeyed. */
  private static @Nullable JsonNode payload(String token, Verification wanted) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    Base64.Decoder decoder = Base64.getUrlDecoder();
    JsonNode header = Json.MAPPER.readTree(decoder.decode(parts[0]));
    boolean right = header.path("alg").asString("").equals(wanted.algorithm().name());
    byte[] signature = decoder.decode(parts[2]);
    if (!right
        || !wanted
            .algorithm()
            .verifies(wanted.key(), ascii(parts[0] + "." + parts[1]), signature)) {
      return null;
    }
    JsonNode payload = Json.MAPPER.readTree(decoder.decode(parts[1]));
    String keyId = header.path("kid").asString(payload.path("keyid").asString(""));
    return wanted.keyId().isEmpty() || wanted.keyId().equals(keyId) ? payload : null;
  }

  private static void files(
      SortedMap<String, byte[]> files, JsonNode signed, List<Diagnostic> errors) {
    Map<String, JsonNode> known = new HashMap<>();
    signed.forEach(file -> known.put(file.path("name").asString(""), file));
    List<String> missing = new ArrayList<>(new TreeSet<>(known.keySet()));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = file.getKey();
      missing.remove(path);
      if (path.equals(FILE)) {
        continue;
      }
      JsonNode entry = known.get(path);
      if (entry == null) {
        errors.add(Archive.error(CODE, path, "The file is not part of the signature."));
      } else if (!matches(path, file.getValue(), entry)) {
        errors.add(Archive.error(CODE, path, "The file is not the one that was signed."));
      }
    }
    missing.forEach(
        path -> errors.add(Archive.error(CODE, path, "The file was signed and is missing.")));
  }

  private static boolean matches(String path, byte[] bytes, JsonNode entry) {
    String algorithm = entry.path("algorithm").asString("");
    if (!DIGESTS.contains(algorithm)) {
      return false;
    }
    try {
      byte[] wanted = HexFormat.of().parseHex(entry.path("hash").asString(""));
      return MessageDigest.isEqual(wanted, digest(algorithm, path, bytes));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Structured files are digested without their white space, others as they are. */
  private static byte[] digest(String algorithm, String path, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (!name.equals("data.json") && !name.equals("data.yaml") && !name.equals(Manifest.FILE)) {
        return digest.digest(bytes);
      }
      List<Diagnostic> errors = new ArrayList<>();
      JsonNode node = DataFiles.parse(path, bytes, errors);
      if (node == null) {
        throw new IllegalArgumentException("not readable");
      }
      return digest.digest(StructuredText.of(node).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(JsonNode node) {
    return base64(CanonicalJson.of(node).getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
