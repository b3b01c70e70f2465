package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Certificates, requests and private keys. */
final class X509 {

  private static final Value INVALID = ArrayValue.of(BoolValue.FALSE, ArrayValue.EMPTY);

  private X509() {}

  static void register(Builtins r) {
    r.add("crypto.x509.parse_certificates", 1, (s, a) -> parse(s, string(a, 0)));
    r.add(
        "crypto.x509.parse_and_verify_certificates",
        1,
        (s, a) -> verify(s, string(a, 0), ObjectValue.EMPTY, true));
    r.add(
        "crypto.x509.parse_and_verify_certificates_with_options",
        2,
        (s, a) -> verify(s, string(a, 0), Operands.object(a, 1), false));
    r.add("crypto.x509.parse_certificate_request", 1, (s, a) -> request(string(a, 0)));
    r.add("crypto.x509.parse_keypair", 2, (s, a) -> keyPair(string(a, 0), string(a, 1)));
    r.add("crypto.x509.parse_rsa_private_key", 1, (s, a) -> PrivateKeys.jwk(string(a, 0)));
    r.add("crypto.parse_private_keys", 1, (s, a) -> PrivateKeys.all(string(a, 0)));
  }

  private static Value parse(Builtin.Scope s, String text) {
    List<Value> out = new ArrayList<>();
    for (X509Certificate certificate : certificates(text)) {
      s.allocate(200);
      out.add(CertificateJson.of(certificate, true));
    }
    return ArrayValue.of(out);
  }

  static List<X509Certificate> certificates(String text) {
    byte[] decoded = Pem.decoded(text);
    String inner = new String(decoded, StandardCharsets.ISO_8859_1);
    if (Pem.looksLike(inner)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (Pem block : Pem.read(inner)) {
        if (!block.type().equals("CERTIFICATE")) {
          throw BuiltinError.value(
              "PEM block type is '" + block.type() + "', expected CERTIFICATE");
        }
        all.writeBytes(block.der());
      }
      decoded = all.toByteArray();
    }
    List<X509Certificate> out = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Der der : Der.read(decoded)) {
        ByteArrayInputStream in = new ByteArrayInputStream(der.all());
        out.add((X509Certificate) factory.generateCertificate(in));
      }
    } catch (GeneralSecurityException e) {
      throw Der.malformed();
    }
    return out;
  }

  private static Value verify(
      Builtin.Scope s, String text, ObjectValue options, boolean uriStrings) {
    List<X509Certificate> given;
    try {
      given = certificates(text);
    } catch (BuiltinError e) {
      return INVALID;
    }
    Instant now = Instant.EPOCH.plusNanos(s.now());
    CertificateChain chain = CertificateChain.of(options, now);
    List<X509Certificate> verified = chain.verify(given);
    if (verified.isEmpty()) {
      return INVALID;
    }
    List<Value> out = new ArrayList<>();
    verified.forEach(certificate -> out.add(CertificateJson.of(certificate, uriStrings)));
    return ArrayValue.of(BoolValue.TRUE, ArrayValue.of(out));
  }

  private static Value request(String text) {
    byte[] bytes = Pem.decoded(text);
    List<Pem> blocks = Pem.read(new String(bytes, StandardCharsets.ISO_8859_1));
    if (!blocks.isEmpty()) {
      if (!blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
        throw BuiltinError.value("invalid PEM-encoded certificate signing request");
      }
      bytes = blocks.getFirst().der();
    }
    try {
      return CertificateJson.request(Der.read(bytes).getFirst());
    } catch (IndexOutOfBoundsException | java.util.NoSuchElementException e) {
      throw BuiltinError.value("asn1: syntax error: sequence truncated");
    }
  }

  private static Value keyPair(String certificate, String key) {
    List<Value> chain = new ArrayList<>();
    for (Pem block : Pem.read(pemText(certificate))) {
      if (block.type().equals("CERTIFICATE")) {
        chain.add(StringValue.of(Encodings.base64(block.der())));
      }
    }
    if (chain.isEmpty()) {
      throw BuiltinError.value("tls: failed to find any PEM data in certificate input");
    }
    List<Value> keys = PrivateKeys.read(pemText(key));
    if (keys.isEmpty()) {
      throw BuiltinError.value("tls: failed to find any PEM data in key input");
    }
    Map<Value, Value> out = new HashMap<>();
    out.put(StringValue.of("Certificate"), ArrayValue.of(chain));
    out.put(StringValue.of("PrivateKey"), keys.getFirst());
    X509Certificate leaf = certificates(pemText(certificate)).getFirst();
    out.put(StringValue.of("Leaf"), CertificateJson.of(leaf, false));
    for (String absent :
        List.of("OCSPStaple", "SignedCertificateTimestamps", "SupportedSignatureAlgorithms")) {
      out.put(StringValue.of(absent), NullValue.NULL);
    }
    return ObjectValue.of(out);
  }

  private static String pemText(String text) {
    return new String(Pem.decoded(text), StandardCharsets.ISO_8859_1);
  }

  static Value number(long value) {
    return NumberValue.of(value);
  }
}
