package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests and message authentication codes, as lower-case hex. */
final class Hashes {

  private Hashes() {}

  static void register(Builtins r) {
    r.add("crypto.md5", 1, (s, a) -> digest("MD5", a));
    r.add("crypto.sha1", 1, (s, a) -> digest("SHA-1", a));
    r.add("crypto.sha256", 1, (s, a) -> digest("SHA-256", a));
    r.add("crypto.hmac.md5", 2, (s, a) -> hmac("HmacMD5", a));
    r.add("crypto.hmac.sha1", 2, (s, a) -> hmac("HmacSHA1", a));
    r.add("crypto.hmac.sha256", 2, (s, a) -> hmac("HmacSHA256", a));
    r.add("crypto.hmac.sha512", 2, (s, a) -> hmac("HmacSHA512", a));
    r.add("crypto.hmac.equal", 2, (s, a) -> equal(a));
  }

  private static Value equal(Value[] a) {
    return BoolValue.of(
        MessageDigest.isEqual(Encodings.bytes(string(a, 0)), Encodings.bytes(string(a, 1))));
  }

  private static Value digest(String algorithm, Value[] a) {
    try {
      byte[] out = MessageDigest.getInstance(algorithm).digest(Encodings.bytes(string(a, 0)));
      return StringValue.of(HexFormat.of().formatHex(out));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Value hmac(String algorithm, Value[] a) {
    byte[] key = Encodings.bytes(string(a, 1));
    return StringValue.of(
        HexFormat.of().formatHex(mac(algorithm, key, Encodings.bytes(string(a, 0)))));
  }

  /** The code of a message; an empty key counts as one zero byte, which is the same. */
  static byte[] mac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
